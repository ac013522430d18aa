package dev.discovery.backend.consul;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.Apart;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.ConsulApi;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One application that watches very many services.
 */
@Apart
@RequiresProgram("consul")
class ConsulCrowdTests {

	private static final List<String> SERVICES = IntStream.range(0, 200)
		.mapToObj((number) -> "service-" + number)
		.toList();

	/** How soon a change of any of them is seen. */
	private static final Duration SEEN = Duration.ofSeconds(6);

	@Test
	void watchesTwoHundredServicesWithFewSocketsAndThreads() {
		try (ConsulAgent agent = ConsulAgent.dev().start(); TcpProxy proxy = TcpProxy.to(agent.port())) {
			SERVICES.forEach((service) -> register(agent, service, 1));
			Set<Thread> before = threads();
			try (ConsulSide side = ConsulSide.open(proxy.url())) {
				side.directory.prewarm(SERVICES);
				side.await(() -> all((service) -> side.up(service).size() == 1));
				long answered = side.exchanges.count("read success");
				side.await(() -> side.exchanges.count("read success") >= answered + 200);
				SERVICES.forEach((service) -> register(agent, service, 2));
				side.within(SEEN, () -> all((service) -> side.up(service).size() == 2));
				assertThat(proxy.most()).as("sockets").isLessThanOrEqualTo(80);
				Set<Thread> own = threads();
				own.removeAll(before);
				Set<Thread> deliveries = own.stream().filter(ConsulCrowdTests::delivers).collect(Collectors.toSet());
				own.removeAll(deliveries);
				assertThat(own).hasSizeLessThanOrEqualTo(4);
				assertThat(deliveries).allSatisfy(ConsulCrowdTests::ends);
				assertThat(side.exchanges.countBut("read success")).isZero();
			}
		}
	}

	private static boolean all(Predicate<String> condition) {
		return SERVICES.stream().allMatch(condition);
	}

	/**
	 * All but the test's own.
	 */
	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !Set.of("tcp-proxy", ConsulApi.THREAD, "awaitility-thread").contains(thread.getName()))
			.collect(Collectors.toSet());
	}

	/**
	 * Where there are no more than two processors, the JDK's client delivers each answer
	 * on a new thread without a name. Ours have names.
	 */
	private static boolean delivers(Thread thread) {
		return thread.getName().matches("Thread-\\d+");
	}

	private static void ends(Thread thread) throws InterruptedException {
		thread.join(SEEN.toMillis());
		assertThat(thread.isAlive()).isFalse();
	}

	private static void register(ConsulAgent agent, String service, int number) {
		agent.api()
			.registerInCatalog("""
					{"Node": "elsewhere", "Address": "10.9.9.9", "SkipNodeUpdate": true,
					"Service": {"ID": "%s-%d", "Service": "%s", "Address": "10.0.0.%d", "Port": 8080}}"""
				.formatted(service, number, service, number));
	}

}
