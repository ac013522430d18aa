package dev.discovery.documentation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide for those who come from Spring Cloud Netflix says is read is read, and
 * the rest isn't. Where the servers are is read elsewhere, and tested there.
 */
class MigrationFallbackTests {

	private static final Pattern ROW = Pattern
		.compile("(?m)^\\| `(eureka\\.[\\w.-]+)` \\| (read|write) \\| .*?`(discovery\\.[\\w.-]+)[`.<]");

	@ParameterizedTest
	@MethodSource("rows")
	void readsWhatTheGuideSaysIsRead(String theirs, boolean read, String ours) {
		Map<String, Object> properties = new LinkedHashMap<>(
				Map.of("discovery.backend", "eureka", theirs + (theirs.endsWith("metadata-map") ? ".any" : ""), "7"));
		if (theirs.contains(".secure-port")) {
			properties.put("eureka.instance.secure-port-enabled", "true");
		}
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Nothing.class)
			.web(WebApplicationType.NONE)
			.properties(properties)
			.run("--spring.config.location=optional:classpath:/nothing/")) {
			assertThat(Binder.get(context.getEnvironment()).bind(ours, Object.class).isBound()).isEqualTo(read);
		}
	}

	static Stream<Arguments> rows() {
		Matcher rows = ROW.matcher(Documents.read(Documents.DOCS.resolve("migration/from-spring-cloud-netflix.md")));
		return rows.results()
			.filter((row) -> !row.group(1).equals("eureka.client.service-url"))
			.map((row) -> Arguments.of(row.group(1), row.group(2).equals("read"),
					row.group(3).replaceFirst("\\.$", "") + (row.group(1).endsWith("metadata-map") ? ".any" : "")));
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
