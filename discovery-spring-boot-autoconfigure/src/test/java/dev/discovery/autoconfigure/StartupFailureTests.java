package dev.discovery.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Everything that configuration can get wrong at startup, as somebody reads it who starts
 * such an application: word for word, and no place in the code that refuses a property
 * without a mistake that leads there.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	/**
	 * Places that no start of an application in a test leads to, and the test that does.
	 */
	private static final Map<String, String> ELSEWHERE = Map.of("Backends.java", "BackendsTests", "DnsRules.java",
			"DnsRulesTests", "HeaderMatchProperties.java", "HeaderMatchPropertiesTests", "InClusterAccess.java",
			"InClusterAccessTests", "PropertiesKubernetesConnectionDetails.java",
			"KubernetesBackendAutoConfigurationTests");

	private static final Pattern REFUSAL = Pattern
		.compile("new InvalidDiscoveryPropertyException\\(|PropertyRules\\.(?!textOrNull|isToken)\\w+\\(");

	private static final String CLUSTER = """
			current-context: home
			contexts: [{ name: home, context: { cluster: home, user: me } }]
			clusters: [{ name: home, cluster: { server: 'https://localhost'%s } }]
			users: [{ name: me, user: { %s } }]
			""";

	private static final String RULES = "PropertyRules.java";

	private static final Path SOURCES = Path.of("src/main/java/dev/discovery/autoconfigure");

	private static final Set<String> reached = new ConcurrentSkipListSet<>();

	@TempDir
	private static Path folder;

	static List<StartupFailure> failures() {
		return StartupFailure.all();
	}

	@BeforeAll
	static void writeFiles() throws IOException {
		Files.createFile(folder.resolve("empty"));
		Files.writeString(folder.resolve("words"), "can ary");
		Files.writeString(folder.resolve("large"), "x".repeat(20_000));
		Files.writeString(folder.resolve("tabs"), "a: [canary");
		Files.writeString(folder.resolve("kubeconfig"), "contexts: []");
		Files.writeString(folder.resolve("token.yml"), CLUSTER.formatted("", "token: can ary"));
		Files.writeString(folder.resolve("certificate.yml"),
				CLUSTER.formatted(", certificate-authority-data: Y2FuYXJ5", "token: canary"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("failures")
	void namesThePropertyAndSaysWhatToDo(StartupFailure failure, CapturedOutput output) {
		SpringApplication application = new SpringApplication(sources());
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(Map.of("spring.application.name", "orders", "server.port", "0",
				"discovery.in-memory.registry", "startup-failure-tests"));
		Throwable thrown = catchThrowable(() -> application.run(arguments(failure)));
		assertThat(thrown).as("%s", failure).isNotNull();
		remember(thrown);
		String printed = output.getAll().replace(folder.toString(), "${folder}");
		assertThat(section(printed, "Description:", "Action:")).isEqualTo(failure.description());
		assertThat(section(printed, "Action:", null)).isEqualTo(failure.action());
		assertThat(printed).doesNotContain("canary").doesNotContain("ca nary");
	}

	@AfterAll
	static void everyRefusalIsReached() throws IOException {
		Set<String> unreached = new TreeSet<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				refusals(file).forEach((line) -> unreached.add(file.getFileName() + ":" + line));
			}
		}
		assertThat(unreached).hasSizeGreaterThan(100);
		unreached.removeAll(reached);
		assertThat(unreached).extracting((place) -> place.replaceFirst(":.*", ""))
			.containsExactlyInAnyOrderElementsOf(ELSEWHERE.keySet());
	}

	private static void remember(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidDiscoveryPropertyException) {
				StackTraceElement[] frames = cause.getStackTrace();
				int deepest = 0;
				while (remember(frames[deepest]).equals(RULES)) {
					deepest++;
				}
			}
		}
	}

	private static String remember(StackTraceElement frame) {
		String file = String.valueOf(frame.getFileName());
		String folder = frame.getClassName().replaceFirst("\\.[^.]*$", "").replace('.', '/');
		refusals(Path.of("src/main/java", folder, file)).filter((line) -> line <= frame.getLineNumber())
			.max(Integer::compare)
			.ifPresent((line) -> reached.add(file + ":" + line));
		return file;
	}

	private static Stream<Integer> refusals(Path file) {
		try {
			List<String> lines = Files.readAllLines(file);
			return IntStream.range(0, lines.size())
				.filter((index) -> REFUSAL.matcher(lines.get(index)).find())
				.mapToObj((index) -> index + 1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Class<?>[] sources() {
		List<Class<?>> classes = new ArrayList<>(
				List.of(ConfigurationPropertiesAutoConfiguration.class, SslAutoConfiguration.class,
						ObservationAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class));
		ImportCandidates.load(AutoConfiguration.class, StartupFailureTests.class.getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("dev.discovery."))
			.forEach((name) -> classes.add(load(name)));
		return Configurations.getClasses(AutoConfigurations.of(classes.toArray(Class[]::new)));
	}

	private static Class<?> load(String name) {
		try {
			return Class.forName(name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String[] arguments(StartupFailure failure) {
		return failure.properties()
			.stream()
			.map((property) -> "--" + property.replace("${folder}", folder.toString())
				.replace("${blank}", " ")
				.replace("\\t", "\t")
				.replace("\\0", "\0"))
			.toArray(String[]::new);
	}

	private static String section(String printed, String begin, @Nullable String end) {
		String rest = printed.substring(printed.indexOf(begin) + begin.length()).strip();
		String section = (end != null) ? rest.substring(0, rest.indexOf(end)) : rest;
		return section.strip();
	}

}
