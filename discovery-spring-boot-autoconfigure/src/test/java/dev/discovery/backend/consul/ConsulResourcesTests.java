package dev.discovery.backend.consul;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.model.Provenance;
import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.Apart;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.Stopwatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an outage that lasts for hours costs one who follows a hundred services.
 */
@Apart
class ConsulResourcesTests extends StubConsul {

	private static final long HEAP = 32L << 20;

	/** How soon after an outage its threads are gone. */
	private static final Duration GONE = Duration.ofSeconds(10);

	private static final Pattern OWN = Pattern.compile("discovery|consul|HttpClient|Thread-");

	private static final List<String> SERVICES = IntStream.range(0, 100)
		.mapToObj((number) -> "service-" + number)
		.toList();

	@Test
	void areBoundedInAnOutageAndGivenBackAfterIt() {
		this.bodies.put("/v1/health/service/", "["
				+ entry("\"Node\":\"n\",\"Address\":\"10.1.1.1\"", "\"ID\":\"one\",\"Port\":80", "a=passing") + "]");
		try (TcpProxy proxy = TcpProxy.to(this.url.getPort()); ConsulSide side = ConsulSide.open(proxy.url())) {
			side.directory.prewarm(SERVICES);
			side.await(() -> all(side, Provenance.LIVE));
			try (LookupLoad load = LookupLoad.of(() -> side.directory.lookup("service-7").up())) {
				load.awaitLookupsFor(Duration.ofMillis(500));
				Set<Thread> before = threads();
				long heap = usedHeap();
				this.status = 500;
				goOn(side);
				this.status = 200;
				proxy.resetAfter(50);
				goOn(side);
				proxy.flow();
				proxy.down();
				goOn(side);
				assertThat(all(side, Provenance.STALE)).isTrue();
				assertThat(usedHeap() - heap).isLessThanOrEqualTo(HEAP);
				proxy.up();
				side.time.warp(Duration.ofSeconds(2));
				side.await(() -> all(side, Provenance.LIVE));
				Stopwatch watch = Stopwatch.start();
				Patience.await().until(() -> threads().size() <= before.size());
				watch.assertWithin(GONE);
				load.assertUnharmed(1);
			}
		}
	}

	/**
	 * An hour goes by, and the registry is asked in vain all the time.
	 */
	private static void goOn(ConsulSide side) {
		for (int i = 0; i < 30; i++) {
			long before = failures(side);
			side.time.warp(Duration.ofMinutes(2));
			side.await(() -> failures(side) > before);
		}
	}

	private static long failures(ConsulSide side) {
		return side.exchanges.countBut("read success");
	}

	private static boolean all(ConsulSide side, Provenance provenance) {
		return SERVICES.stream()
			.allMatch((service) -> side.directory.current(service) != null
					&& side.directory.lookup(service).provenance() == provenance);
	}

	/**
	 * Those of clients and their schedulers, whoever they belong to.
	 */
	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> OWN.matcher(thread.getName()).lookingAt())
			.collect(Collectors.toSet());
	}

	private static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
