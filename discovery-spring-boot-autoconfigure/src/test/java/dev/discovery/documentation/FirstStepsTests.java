package dev.discovery.documentation;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README's way from an empty folder to two services: its program is compiled, and
 * started with the arguments of its commands, which get ports of their own.
 */
@ExtendWith(OutputCaptureExtension.class)
class FirstStepsTests {

	private static final String PAGE = "README.md";

	private static final Pattern ARGUMENTS = Pattern.compile("-Dspring-boot\\.run\\.arguments=\"([^\"]+)\"");

	private static final Pattern WITHOUT_REGISTRY = Pattern
		.compile("write `(--discovery\\.in-memory\\S+)` in place of `(--discovery\\.backend=consul)`");

	private final List<String> commands = Snippet.all("")
		.filter((snippet) -> snippet.page().equals(PAGE))
		.flatMap((snippet) -> ARGUMENTS.matcher(snippet.text()).results())
		.map((MatchResult command) -> command.group(1))
		.toList();

	private static URLClassLoader loader;

	private static Class<?> program;

	private ConfigurableApplicationContext inventory;

	private ConfigurableApplicationContext orders;

	@BeforeAll
	static void compile(@TempDir Path classes) throws Exception {
		String source = block("java");
		assertThat(JavaCompilation.compile(source, classes)).isEmpty();
		Files.writeString(classes.resolve("application.yml"), block("yaml"));
		loader = new URLClassLoader(new URL[] { classes.toUri().toURL() }, FirstStepsTests.class.getClassLoader());
		program = loader.loadClass(JavaCompilation.nameOf(source));
	}

	private static String block(String language) {
		return Snippet.all(language)
			.filter((snippet) -> snippet.page().equals(PAGE))
			.map(Snippet::text)
			.findFirst()
			.orElseThrow();
	}

	@AfterAll
	static void forget() throws IOException {
		loader.close();
	}

	@AfterEach
	void stop() {
		Stream.of(this.orders, this.inventory)
			.filter((context) -> context != null)
			.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	@RequiresProgram("consul")
	void bothMeetInConsul() {
		try (ConsulAgent agent = ConsulAgent.dev().start()) {
			String where = " --discovery.consul.url=" + agent.url();
			this.inventory = start(this.commands.get(0) + where);
			this.orders = start(this.commands.get(1) + where);
			Patience.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(order()).startsWith("plenty at inventory-"));
			stop();
		}
	}

	@Test
	void ordersCanBeToldWhereInventoryIsAndNobodyIsWarned(CapturedOutput output) {
		MatchResult without = WITHOUT_REGISTRY.matcher(Documents.read(Documents.ROOT.resolve(PAGE)))
			.results()
			.findFirst()
			.orElseThrow();
		this.inventory = start(this.commands.get(0).replace(without.group(2), "--discovery.in-memory.registry=alone"));
		this.orders = start(this.commands.get(1)
			.replace(without.group(2), without.group(1) + " --discovery.in-memory.registry=other")
			.replace(":8081", ":" + port(this.inventory)));
		assertThat(order()).isEqualTo("plenty at inventory-" + host() + "-" + port(this.inventory));
		assertThat(output).doesNotContain(" WARN ");
	}

	private String order() {
		return RestClient.create("http://localhost:" + port(this.orders))
			.get()
			.uri("/order")
			.retrieve()
			.body(String.class);
	}

	private String host() {
		return this.inventory.getBean(Registration.class).getHost();
	}

	private static String port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port");
	}

	private ConfigurableApplicationContext start(String arguments) {
		SpringApplication application = new SpringApplication(new DefaultResourceLoader(loader), program);
		String[] own = (arguments.replaceAll("--server\\.port=\\d+ ?", "") + " --server.port=0"
				+ " --discovery.registration.drain=0s --spring.main.banner-mode=off --server.shutdown=immediate")
			.strip()
			.split("\\s+");
		assertThat(Arrays.stream(own)).allMatch((argument) -> argument.startsWith("--"));
		return application.run(own);
	}

}
