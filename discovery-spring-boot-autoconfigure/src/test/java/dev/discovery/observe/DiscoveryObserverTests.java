package dev.discovery.observe;

import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.ExchangeObservation;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.LookupRecorder;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.fitness.Outcome;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiscoveryObserverTests {

	private final VirtualTime time = new VirtualTime();

	private final ServiceDirectory directory = new ServiceDirectory(new ScriptedBackend(), DirectorySettings.DEFAULT,
			this.time, this.time, DiscoveryObserver.NONE);

	private final List<String> heard = new ArrayList<>();

	@Test
	void tellsAllEvenWhenOneFails() {
		DiscoveryObserver all = DiscoveryObserver.all(List.of(named("first"), new DiscoveryObserver() {

			@Override
			public void retried(String serviceId, Outcome why) {
				throw new IllegalStateException("broken");
			}

		}, DiscoveryObserver.NONE, named("last")));
		all.retried("orders", Outcome.FAILURE);
		assertThat(this.heard).containsExactly("first orders", "last orders");
	}

	@Test
	void tellsAllOfTheEndOfAnExchangeEvenWhenOneFails() {
		ExchangeObservation all = DiscoveryObserver
			.all(List.of(observing("first"), observing("broken"), observing("last")))
			.exchanging("consul", "put");
		all.ended("success", null);
		assertThat(this.heard).containsExactly("first success", "last success");
	}

	private DiscoveryObserver observing(String name) {
		return new DiscoveryObserver() {

			@Override
			public ExchangeObservation exchanging(String backend, String operation) {
				return (outcome, cause) -> {
					if (name.equals("broken")) {
						throw new IllegalStateException(name);
					}
					DiscoveryObserverTests.this.heard.add(name + " " + outcome);
				};
			}

		};
	}

	@Test
	void isNothingWhereNobodyListens() {
		assertThat(DiscoveryObserver.all(List.of())).isSameAs(DiscoveryObserver.NONE);
		assertThat(DiscoveryObserver.all(List.of(DiscoveryObserver.NONE))).isSameAs(DiscoveryObserver.NONE);
	}

	@Test
	void countsLookupsWithoutADetourWhereOneCounts() {
		ServiceEntry entry = this.directory.entry("orders");
		Counting counting = new Counting(false);
		EventLog log = new EventLog(10, this.time, this.time);
		assertThat(DiscoveryObserver.all(List.of(log, counting, named("other"))).opened(entry)).isSameAs(counting);
		assertThat(DiscoveryObserver.all(List.of(log, named("other"))).opened(entry)).isSameAs(LookupRecorder.NONE);
	}

	@Test
	void countsLookupsForAllWhoWantThemAndTimesWhatOneWantsTimed() {
		Counting first = new Counting(true);
		Counting second = new Counting(false);
		LookupRecorder both = DiscoveryObserver.all(List.of(first, second)).opened(this.directory.entry("orders"));
		assertThat(both.hit(false)).isTrue();
		both.hitTook(5);
		both.waited(true, 5);
		assertThat(first.calls).isEqualTo(3);
		assertThat(second.calls).isEqualTo(3);
	}

	private DiscoveryObserver named(String name) {
		return new DiscoveryObserver() {

			@Override
			public void retried(String serviceId, Outcome why) {
				DiscoveryObserverTests.this.heard.add(name + " " + serviceId);
			}

		};
	}

	private static final class Counting implements DiscoveryObserver, LookupRecorder {

		private final boolean timed;

		private int calls;

		Counting(boolean timed) {
			this.timed = timed;
		}

		@Override
		public LookupRecorder opened(ServiceEntry entry) {
			return this;
		}

		@Override
		public boolean hit(boolean stale) {
			this.calls++;
			return this.timed;
		}

		@Override
		public void hitTook(long nanos) {
			this.calls++;
		}

		@Override
		public void waited(boolean answered, long nanos) {
			this.calls++;
		}

	}

}
