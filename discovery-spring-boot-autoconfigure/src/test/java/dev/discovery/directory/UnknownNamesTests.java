package dev.discovery.directory;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.backend.NamesListener;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingObserver;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Apart;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names from outside, such as hosts of a gateway's requests, that no registry knows.
 */
@Apart
class UnknownNamesTests {

	private static final int LOOKUPS = 100_000;

	private static final long MEBIBYTE = 1 << 20;

	private final AtomicInteger open = new AtomicInteger();

	private final AtomicInteger mostOpen = new AtomicInteger();

	private final AtomicInteger opened = new AtomicInteger();

	private final VirtualTime time = new VirtualTime();

	private final ServiceDirectory directory = new ServiceDirectory(new KnowsNobody(), DirectorySettings.DEFAULT,
			this.time, this.time, DirectoryObserver.NONE);

	private final Balancer balancer = new Balancer(this.directory,
			(serviceId) -> BalancingSettings.of(Policies.roundRobin()),
			new BalancingRuntime(this.time, this.time, Randomness.seeded(1), BalancingObserver.NONE));

	@Test
	void costNoMoreThanAThousandWatchesAndLittleMemory() {
		lookUp(0, 2_000);
		long before = used();
		lookUp(2_000, LOOKUPS);
		assertThat(used() - before).isLessThan(8 * MEBIBYTE);
		assertThat(this.mostOpen).hasValueLessThanOrEqualTo(1_000);
		assertThat(this.opened).hasValue(LOOKUPS);
		assertThat(this.directory.entries()).hasSizeLessThanOrEqualTo(1_000);
	}

	@Test
	void areRememberedAsUnknown() {
		for (int i = 0; i < LOOKUPS; i++) {
			assertThat(this.balancer.pool("unknown-" + i % 500).candidates()).isEmpty();
		}
		assertThat(this.opened).hasValue(500);
	}

	private void lookUp(int from, int to) {
		for (int i = from; i < to; i++) {
			assertThat(this.balancer.pool("unknown-" + i).candidates()).isEmpty();
		}
	}

	private static long used() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private final class KnowsNobody implements ServiceBackend {

		@Override
		public String name() {
			return "knows-nobody";
		}

		@Override
		public Watch watch(String serviceId, WatchListener listener) {
			UnknownNamesTests.this.opened.incrementAndGet();
			UnknownNamesTests.this.mostOpen.accumulateAndGet(UnknownNamesTests.this.open.incrementAndGet(), Math::max);
			listener.onSnapshot(ServiceSnapshot.of(serviceId, List.of()));
			return UnknownNamesTests.this.open::decrementAndGet;
		}

		@Override
		public Watch watchNames(NamesListener listener) {
			return () -> {
			};
		}

		@Override
		public void close() {
		}

	}

}
