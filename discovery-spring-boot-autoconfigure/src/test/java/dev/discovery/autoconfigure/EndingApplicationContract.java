package dev.discovery.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.discovery.testkit.ApplicationProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three applications in processes of their own beside a real registry; one is killed, one
 * is stopped, and who calls them fifty times a second doesn't notice.
 */
abstract class EndingApplicationContract {

	private final List<AutoCloseable> closing = new ArrayList<>();

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable resource : this.closing) {
			resource.close();
		}
	}

	/**
	 * Where the registry is, as properties.
	 */
	abstract List<String> registry();

	/**
	 * A short lease, as properties.
	 */
	abstract List<String> lease();

	/**
	 * How long the registry may count on an application that was killed.
	 */
	abstract Duration longestLife();

	/**
	 * The ids of the inventories that callers are sent to.
	 */
	abstract List<String> passing();

	@Test
	void costsItsCallersNoCall() {
		Map<String, ApplicationProcess> inventories = startInventories(3);
		call();
		awaitCallsTo(inventories.keySet());
		List<String> ids = List.copyOf(inventories.keySet());

		inventories.get(ids.get(0)).kill();
		long killed = System.nanoTime();
		Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> !passing().contains(ids.get(0)));
		assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThanOrEqualTo(longestLife());
		awaitCallsTo(Set.of(ids.get(1), ids.get(2)));
		assertThat(this.failures).isEmpty();

		inventories.get(ids.get(1)).terminate();
		assertThat(passing()).containsExactly(ids.get(2));
		awaitCallsTo(Set.of(ids.get(2)));
		assertThat(this.failures).isEmpty();
	}

	/**
	 * By instance id.
	 */
	private Map<String, ApplicationProcess> startInventories(int count) {
		Map<String, ApplicationProcess> started = new ConcurrentHashMap<>();
		IntStream.range(0, count)
			.forEach((i) -> started.put("inventory-" + i, closing(ApplicationProcess.start(Inventory.class, Stream
				.of(registry().stream(), lease().stream(),
						Stream.of("server.port=0", "spring.application.name=inventory",
								"discovery.registration.host=127.0.0.1",
								"discovery.registration.instance-id=inventory-" + i, "discovery.registration.drain=1s"))
				.flatMap(Function.identity())
				.map((property) -> "--" + property)
				.toArray(String[]::new)))));
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> passing().size() == count || !started.values().stream().allMatch(ApplicationProcess::isAlive));
		started.values().forEach((application) -> assertThat(application.isAlive()).as(application.output()).isTrue());
		return started;
	}

	private void call() {
		ConfigurableApplicationContext caller = closing(
				new SpringApplicationBuilder(Caller.class).web(WebApplicationType.NONE)
					.properties("spring.application.name=caller")
					.properties(registry().toArray(String[]::new))
					.run());
		RestClient client = caller.getBean(RestClient.Builder.class).build();
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
		closing(executor::shutdownNow);
		executor.scheduleAtFixedRate(() -> {
			try {
				String who = String.valueOf(client.get().uri("http://inventory/who").retrieve().body(String.class));
				this.calls.computeIfAbsent(who, (id) -> new AtomicInteger()).incrementAndGet();
			}
			catch (Throwable ex) {
				this.failures.add(ex);
			}
		}, 0, 20, TimeUnit.MILLISECONDS);
	}

	/**
	 * Waits until each of them, and nobody else any more, has had twenty calls.
	 */
	private void awaitCallsTo(Set<String> ids) {
		this.calls.clear();
		Awaitility.await()
			.until(() -> ids.stream().allMatch((id) -> this.calls.containsKey(id) && this.calls.get(id).get() >= 20));
		assertThat(ids).containsAll(this.calls.keySet());
	}

	final <T extends AutoCloseable> T closing(T resource) {
		this.closing.add(0, resource);
		return resource;
	}

	/**
	 * Is called.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	public static class Inventory {

		private final String id;

		Inventory(@Value("${discovery.registration.instance-id}") String id) {
			this.id = id;
		}

		public static void main(String[] args) {
			SpringApplication.run(Inventory.class, args);
		}

		@GetMapping("/who")
		String who() {
			return this.id;
		}

	}

	/**
	 * Calls.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Caller {

		@Bean
		@LoadBalanced
		RestClient.Builder builder() {
			return RestClient.builder();
		}

	}

}
