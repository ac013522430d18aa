package dev.discovery.autoconfigure.aot;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.discovery.actuate.DiscoveryEndpoint;
import dev.discovery.actuate.DiscoveryEventsEndpoint;
import dev.discovery.actuate.DiscoveryOverheadEndpoint;
import dev.discovery.autoconfigure.balancing.OutlierRuleProperties;
import dev.discovery.autoconfigure.route.RoutesProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.ValueDeserializer;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image must keep.
 */
class DiscoveryRuntimeHintsTests {

	private static final RuntimeHints hints = hints();

	private static RuntimeHints hints() {
		RuntimeHints hints = new RuntimeHints();
		new DiscoveryRuntimeHints().registerHints(hints, DiscoveryRuntimeHintsTests.class.getClassLoader());
		return hints;
	}

	@Test
	void areFoundByTheBuild() {
		assertThat(SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)).hasAtLeastOneElementOfType(DiscoveryRuntimeHints.class);
	}

	@Test
	void keepThePage() {
		assertThat(RuntimeHintsPredicates.resource().forResource("dev/discovery/actuate/page/discovery.html"))
			.accepts(hints);
		assertThat(DiscoveryEndpoint.class.getResource("page/discovery.html")).isNotNull();
	}

	static List<Class<?>> json() {
		return classes("dev.discovery.backend").<Class<?>>map(JavaClass::reflect)
			.filter(Class::isRecord)
			.filter((type) -> Stream.of(type.getRecordComponents()).anyMatch(DiscoveryRuntimeHintsTests::isJson))
			.toList();
	}

	private static boolean isJson(RecordComponent component) {
		return component.getAccessor().isAnnotationPresent(JsonProperty.class);
	}

	@ParameterizedTest
	@MethodSource("json")
	void keepEveryShapeThatRegistriesSpeak(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))
			.accepts(hints);
		assertThat(type.getRecordComponents()).allSatisfy((component) -> assertThat(
				RuntimeHintsPredicates.reflection().onMethodInvocation(component.getAccessor()))
			.accepts(hints));
	}

	@ParameterizedTest
	@MethodSource("answers")
	void keepEveryShapeThatEndpointsAnswerWith(Class<?> type) {
		assertThat(type.getRecordComponents()).isNotEmpty()
			.allSatisfy((component) -> assertThat(
					RuntimeHintsPredicates.reflection().onMethodInvocation(component.getAccessor()))
				.accepts(hints));
	}

	static List<Class<?>> answers() {
		return classes("dev.discovery.actuate").<Class<?>>map(JavaClass::reflect)
			.filter(Class::isRecord)
			.filter((type) -> type.getSimpleName().endsWith("Descriptor"))
			.toList();
	}

	@Test
	void areLookedForInAllOfThem() {
		assertThat(json()).extracting(Class::getSimpleName)
			.contains("ApplicationsReply", "Said", "ListReply", "WatchEvent", "ObjectMeta", "ServiceObject", "Pod");
		assertThat(readers()).hasSizeGreaterThanOrEqualTo(4);
		assertThat(answers()).hasSizeGreaterThan(8)
			.contains(DiscoveryEventsEndpoint.EventsDescriptor.class,
					DiscoveryOverheadEndpoint.OverheadDescriptor.class);
	}

	@ParameterizedTest
	@MethodSource("readers")
	void keepEveryReaderThatJacksonMakes(Class<?> type) throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructor()))
			.accepts(hints);
	}

	static List<Class<?>> readers() {
		return classes("dev.discovery.backend").<Class<?>>map(JavaClass::reflect)
			.filter(ValueDeserializer.class::isAssignableFrom)
			.filter((type) -> !Modifier.isAbstract(type.getModifiers()))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("boundByHand")
	void keepThePropertiesThatAreBoundByHand(Class<?> type) throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructor()))
			.accepts(hints);
		assertThat(Stream.of(type.getMethods()).filter((method) -> method.getName().startsWith("set"))).allSatisfy(
				(setter) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(setter)).accepts(hints));
	}

	/**
	 * Those of a bean are Spring Boot's own business, and what is abstract is tested with
	 * who extends it.
	 */
	static List<Class<?>> boundByHand() {
		return classes("dev.discovery.autoconfigure").<Class<?>>map(JavaClass::reflect)
			.filter((type) -> type.getName()
				.matches(".*\\.(Consul|Eureka|Kubernetes|Route|Request|Header|Balancing"
						+ "|Outlier|Retry|Limit|CircuitBreaker|Hash|Sticky|Slice|PeakEwma).*Properties"))
			.filter((type) -> !Modifier.isAbstract(type.getModifiers()))
			.filter((type) -> type != RoutesProperties.class && type != OutlierRuleProperties.class)
			.toList();
	}

	@Test
	void letAClientBeClosedWhereJavaCan() {
		assertThat(ClassUtils.hasMethod(HttpClient.class, "shutdownNow"))
			.isEqualTo(hints.reflection().getTypeHint(HttpClient.class) != null);
	}

	private static Stream<JavaClass> classes(String name) {
		return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages(name)
			.stream();
	}

}
