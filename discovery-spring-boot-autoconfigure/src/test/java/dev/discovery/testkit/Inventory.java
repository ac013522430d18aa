package dev.discovery.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Is called, and says by whom it was answered. It writes the number of each order down
 * before it does anything else, so that it is known even if it is killed meanwhile.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class Inventory {

	static final String JOURNAL = "inventory.journal";

	/** Work takes its time, so that there is always somebody who waits for an answer. */
	private static final Duration LOOK = Duration.ofMillis(5);

	private static final Duration ORDER = Duration.ofMillis(30);

	/** What an application that is called has no need of, and what tests have. */
	private static final List<String> UNUSED = List.of("micrometer-core", "micrometer-registry-prometheus",
			"micrometer-tracing", "micrometer-tracing-test", "spring-boot-actuator",
			"spring-boot-actuator-autoconfigure", "spring-boot-cache", "spring-boot-docker-compose",
			"spring-boot-health", "spring-boot-http-client", "spring-boot-http-codec", "spring-boot-micrometer-metrics",
			"spring-boot-micrometer-observation", "spring-boot-netty", "spring-boot-reactor",
			"spring-boot-reactor-netty", "spring-boot-restclient", "spring-boot-test", "spring-boot-test-autoconfigure",
			"spring-boot-testcontainers", "spring-boot-webclient", "spring-boot-webflux", "spring-cloud-loadbalancer",
			"spring-webflux");

	private final String id;

	private final Path journal;

	Inventory(@Value("${discovery.registration.instance-id}") String id, @Value("${" + JOURNAL + "}") Path journal) {
		this.id = id;
		this.journal = journal;
	}

	/**
	 * Starts it in a process of its own and doesn't wait.
	 * @param arguments what it is told
	 */
	public static ApplicationProcess start(String... arguments) {
		return ApplicationProcess.start(ClassPath.without(UNUSED), Inventory.class.getName(), List.of(arguments));
	}

	public static void main(String[] args) {
		SpringApplication.run(Inventory.class, args);
	}

	@GetMapping("/who")
	String who() {
		LockSupport.parkNanos(LOOK.toNanos());
		return this.id;
	}

	@PostMapping("/orders/{number}")
	String order(@PathVariable String number) throws IOException {
		Files.writeString(this.journal, number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		LockSupport.parkNanos(ORDER.toNanos());
		return this.id;
	}

}
