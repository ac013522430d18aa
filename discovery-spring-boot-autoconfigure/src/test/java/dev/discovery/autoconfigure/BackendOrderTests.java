package dev.discovery.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The registries' configurations come between that of several registries and the core.
 */
class BackendOrderTests {

	static List<String> all() {
		List<String> names = new ArrayList<>();
		ImportCandidates.load(AutoConfiguration.class, BackendOrderTests.class.getClassLoader()).forEach(names::add);
		return names.stream().filter((name) -> name.startsWith("dev.discovery.")).toList();
	}

	private static List<String> backends() {
		return all().stream().filter((name) -> name.endsWith("BackendAutoConfiguration")).toList();
	}

	@Test
	void theCoreComesAfterAllOfThem() {
		assertThat(backends()).hasSizeGreaterThanOrEqualTo(6);
		assertThat(DiscoveryAutoConfiguration.class.getAnnotation(AutoConfiguration.class).afterName())
			.containsExactlyInAnyOrderElementsOf(backends());
	}

	@Test
	void severalRegistriesComeBeforeThemAndTheCore() {
		assertThat(Stream.of(RegistriesAutoConfiguration.class.getAnnotation(AutoConfiguration.class).before())
			.map(Class::getName)).containsAll(backends()).contains(DiscoveryAutoConfiguration.class.getName());
	}

	@ParameterizedTest
	@MethodSource("all")
	void whoNamesOneOfOursByTextNamesOneThatIsThere(String name) {
		AutoConfiguration order = ClassUtils.resolveClassName(name, getClass().getClassLoader())
			.getAnnotation(AutoConfiguration.class);
		assertThat(Stream.of(order.afterName(), order.beforeName()).flatMap(Stream::of))
			.filteredOn((other) -> other.startsWith("dev.discovery."))
			.isSubsetOf(all());
	}

}
