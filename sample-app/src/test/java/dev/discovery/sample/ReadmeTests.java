package dev.discovery.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.discovery.sample.orders.OrdersApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Runs the commands of the README that call the sample, as they stand there, against a
 * sample that runs, and looks at what comes back.
 */
class ReadmeTests {

	private static final Path README = Path.of("../README.md");

	private static ConfigurableApplicationContext orders;

	@BeforeAll
	static void start() {
		boolean curl = Stream.of(System.getenv("PATH").split(":"))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, "curl")));
		// where it counts, a missing program is a failure
		assumeThat(curl || System.getenv("CI") != null).as("curl is on the PATH").isTrue();
		orders = new SpringApplicationBuilder(OrdersApplication.class).properties("spring.config.name=orders")
			.run("--server.port=0");
	}

	@AfterAll
	static void stop() throws Exception {
		if (orders != null) {
			for (String id : ids()) {
				run("curl -X DELETE localhost:8080/fleet/" + id);
			}
			orders.close();
		}
	}

	@ParameterizedTest
	@MethodSource("commands")
	void doesWhatThePageSays(String command) throws Exception {
		run("curl localhost:8080/orders/1").ok();
		while (ids().size() < 2) {
			run("curl -X POST localhost:8080/fleet");
		}
		List<String> before = ids();
		Answer answer = run(command.replace("{id}", before.get(0)));
		switch (command.replaceFirst("^curl ", "").replace("localhost:8080", "")) {
			case "/orders/1" -> assertThat(answer.ok()).contains("\"answeredBy\":\"inventory-");
			case "/orders/1/via/rest-template" -> assertThat(answer.ok()).contains("\"client\":\"rest-template\"");
			case "/fleet" -> assertThat(answer.ok()).contains(before);
			case "-X DELETE /fleet/{id}" -> assertThat(ids()).hasSize(before.size() - 1).doesNotContain(before.get(0));
			case "-X POST /fleet" -> assertThat(ids()).hasSize(before.size() + 1).containsAll(before);
			case "/actuator/discovery" ->
				assertThat(answer.ok()).contains("\"backend\":\"in-memory\"", "\"inventory\"");
			case "/actuator/discovery/inventory" ->
				assertThat(answer.ok()).contains(before).contains("\"reason\":\"fit: the registry says UP");
			case "/actuator/discoveryevents" ->
				assertThat(answer.ok()).contains("\"service\":\"inventory\"", "\"detail\"");
			case "/actuator/metrics/discovery.lookup" ->
				assertThat(answer.ok()).contains("discovery.lookup", "\"hit\"");
			case "/actuator/health" -> assertThat(answer.ok()).contains("\"discovery\":{", "\"status\":\"UP\"");
			default -> fail("Say what is to be seen of " + command);
		}
	}

	@Test
	void knowsEveryCommand() throws IOException {
		assertThat(commands()).hasSizeGreaterThan(8);
	}

	static Stream<String> commands() throws IOException {
		String page = Files.readString(README);
		return page.substring(page.indexOf("## Try it"), page.indexOf("## Two services"))
			.lines()
			.filter((line) -> line.startsWith("curl "))
			.map((line) -> line.replaceFirst("\\s+#.*", ""));
	}

	private static List<String> ids() throws Exception {
		return Stream.of(run("curl localhost:8080/fleet").ok().replaceAll("[\\[\\]\"\\s]", "").split(","))
			.filter((id) -> !id.isEmpty())
			.toList();
	}

	private static Answer run(String command) throws Exception {
		String port = orders.getEnvironment().getRequiredProperty("local.server.port");
		String line = command.replace("localhost:8080", "localhost:" + port)
			.replaceFirst("^curl ", "curl -sS -w '\\\\n%{http_code}' ");
		Process process = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		int end = output.lastIndexOf('\n');
		return new Answer(output.substring(0, end), Integer.parseInt(output.substring(end + 1).strip()));
	}

	/**
	 * What curl says.
	 */
	private record Answer(String body, int status) {

		String ok() {
			assertThat(this.status).as(this.body).isEqualTo(200);
			return this.body;
		}

	}

}
