package dev.discovery.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.backend.memory.InMemoryRegistrar;
import dev.discovery.backend.memory.InMemoryRegistry;
import dev.discovery.backend.memory.InMemorySettings;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingObserver;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring Boot's structured formats make of the log, with the encoder that Boot uses
 * for {@code logging.structured.format.console}.
 */
class StructuredLogTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.discovery");

	private final VirtualTime time = new VirtualTime();

	private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();

	private final ByteArrayOutputStream written = new ByteArrayOutputStream();

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.appender);
		this.appender.stop();
	}

	private void listen(String format) {
		LoggerContext context = new LoggerContext();
		context.putObject(Environment.class.getName(),
				new MockEnvironment().withProperty("spring.application.name", "shop"));
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(context);
		encoder.setFormat(format);
		encoder.start();
		this.appender.setContext(context);
		this.appender.setEncoder(encoder);
		this.appender.setOutputStream(this.written);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@Test
	void tellsWhichInstanceOfWhichServiceWasEjectedAndWhyAsFields() {
		listen("ecs");
		eject();
		JsonNode line = line("Ejected ");
		assertThat(line.get("log").get("level").asString()).isEqualTo("WARN");
		assertThat(line.get("service").get("name").asString()).as("the application itself").isEqualTo("shop");
		assertThat(line.get("discovery").get("service").asString()).isEqualTo("orders");
		assertThat(line.get("discovery").get("instance").asString()).isEqualTo("orders-localhost-1");
		assertThat(line.get("discovery").get("reason").asString()).isEqualTo("consecutive_failures");
	}

	@Test
	void doesSoForLogstash() {
		listen("logstash");
		eject();
		JsonNode line = line("Ejected ");
		assertThat(line.get("discovery.service").asString()).isEqualTo("orders");
		assertThat(line.get("discovery.instance").asString()).isEqualTo("orders-localhost-1");
	}

	@Test
	void tellsOnceThatARegistrationIsInTroubleAndOnceThatItIsOver() {
		InMemoryRegistry registry = InMemoryRegistry.acquire("structured-log");
		try (InMemoryRegistrar registrar = new InMemoryRegistrar(
				new BackendRuntime("east", this.time, this.time, Randomness.seeded(1), RegistryObserver.NONE),
				InMemorySettings.DEFAULT.withRegistry("structured-log"))) {
			registry.setAvailable(false);
			listen("ecs");
			registrar.register(Instance.builder("shop", "localhost", 80).build(), Health.UP);
			this.time.advance(Duration.ofMinutes(5));
			registry.setAvailable(true);
			this.time.advance(Duration.ofMinutes(5));
		}
		finally {
			registry.setAvailable(true);
			registry.release();
		}
		assertThat(lines()).hasSize(2).allSatisfy((line) -> {
			assertThat(line.get("discovery").get("backend").asString()).isEqualTo("east");
			assertThat(line.get("discovery").get("service").asString()).isEqualTo("shop");
			assertThat(line.get("discovery").get("instance").asString()).isEqualTo("shop-localhost-80");
		});
		assertThat(lines()).extracting((line) -> line.get("log").get("level").asString())
			.containsExactly("WARN", "INFO");
	}

	private void eject() {
		ScriptedBackend backend = new ScriptedBackend();
		ServiceDirectory directory = new ServiceDirectory(backend, DirectorySettings.DEFAULT, this.time, this.time,
				DirectoryObserver.NONE);
		Balancer balancer = new Balancer(directory, (serviceId) -> BalancingSettings.of(Policies.roundRobin()),
				new BalancingRuntime(this.time, this.time, Randomness.seeded(1), BalancingObserver.NONE));
		directory.entry("orders");
		backend.answer("orders", ScriptedBackend.instance("orders", 1), ScriptedBackend.instance("orders", 2));
		Candidate first = balancer.pool("orders")
			.candidates()
			.stream()
			.filter((candidate) -> candidate.instance().getPort() == 1)
			.findFirst()
			.orElseThrow();
		for (int i = 0; i < 10; i++) {
			first.stats().end(first.stats().begin(), Outcome.FAILURE);
		}
	}

	private JsonNode line(String message) {
		return lines().stream()
			.filter((line) -> line.get("message").asString().startsWith(message))
			.findFirst()
			.orElseThrow();
	}

	private List<JsonNode> lines() {
		return this.written.toString(StandardCharsets.UTF_8)
			.lines()
			.map((line) -> JsonMapper.shared().readTree(line))
			.toList();
	}

}
