package dev.discovery.autoconfigure.actuate;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import dev.discovery.backend.memory.InMemoryRegistry;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Browser;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.RequiresProgram;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application whose {@code /actuator/discovery} is open in a real browser.
 */
@RequiresProgram({ "chromium", "chromedriver" })
abstract class BrowsedApplicationTests {

	private static final String REGISTRY = "page";

	static Browser browser;

	final InMemoryRegistry registry = InMemoryRegistry.acquire(REGISTRY);

	ConfigurableApplicationContext application;

	@BeforeAll
	static void startBrowser() {
		browser = new Browser();
	}

	@AfterAll
	static void stopBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void startApplication() {
		browser.screen(1280, 900, false);
		this.application = run("discovery,discoveryevents");
	}

	@AfterEach
	void stopApplication() {
		this.application.close();
		this.registry.release();
	}

	/** As when its tab isn't the one that is shown. */
	static void hide() {
		browser.run("Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
				+ "document.dispatchEvent(new Event('visibilitychange'))");
	}

	void open() {
		int port = this.application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		browser.open(URI.create("http://127.0.0.1:" + port + "/actuator/discovery"));
		soon().until(() -> browser.text("#pulse").startsWith("live"));
		browser.complaints();
	}

	void add(Instance... instances) {
		for (Instance instance : instances) {
			this.registry.put(instance, System.nanoTime(), Duration.ofHours(1));
		}
	}

	void follow() {
		Balancer balancer = this.application.getBean(Balancer.class);
		Patience.await().until(() -> !balancer.pool("inventory").snapshot().instances().isEmpty());
	}

	/** Ten calls end so. */
	void end(Instance instance, Outcome outcome) {
		Map<Instance, Candidate> candidates = this.application.getBean(Balancer.class)
			.pool("inventory")
			.candidates()
			.stream()
			.collect(Collectors.toMap(Candidate::instance, (candidate) -> candidate));
		Candidate candidate = candidates.get(instance);
		for (int i = 0; i < 10; i++) {
			candidate.stats().end(candidate.stats().begin(), outcome);
		}
	}

	static Instance instance(int port) {
		return Instance.builder("inventory", "127.0.0.1", port).metadata(Map.of("zone", "eu-1a")).build();
	}

	static ConditionFactory soon() {
		return Patience.await().pollInterval(Duration.ofMillis(100));
	}

	static ConfigurableApplicationContext run(String exposed, String... arguments) {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "spring.application.name=orders", "spring.main.banner-mode=off",
					"spring.main.web-application-type=servlet", "spring.jmx.enabled=false",
					"discovery.registration.enabled=false", "discovery.in-memory.registry=" + REGISTRY,
					"management.endpoints.web.exposure.include=" + exposed)
			.run(arguments);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
