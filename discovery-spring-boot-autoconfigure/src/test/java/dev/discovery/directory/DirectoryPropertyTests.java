package dev.discovery.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens to a registry in whatever order: nobody is left with nothing before
 * the registry has said so for the hold, nobody is sent where nobody ever was, listeners
 * hear at most one change a second, and in the end all know the truth.
 */
class DirectoryPropertyTests {

	private static final int SEEDS = 500;

	private static final int STEPS = 80;

	private static final Duration HOLD = Duration.ofSeconds(30);

	private static final Duration LIMBO = Duration.ofSeconds(60);

	@Test
	void neverEmptyWithoutTheHoldAndEventuallyEqual() {
		for (long seed = 0; seed < SEEDS; seed++) {
			new Run(seed).check();
		}
	}

	private static final class Run {

		private final String label;

		private final Random dice;

		private final VirtualTime time = new VirtualTime();

		private final ScriptedBackend backend = new ScriptedBackend();

		private final ServiceDirectory directory = new ServiceDirectory(this.backend,
				new DirectorySettings(Duration.ofMillis(20), Duration.ofDays(1), 10, HOLD, LIMBO,
						StalenessPolicy.FOR_EVER),
				this.time, this.time, DirectoryObserver.NONE);

		/** What the registry holds. */
		private final Set<Integer> truth = new TreeSet<>();

		private final Set<Integer> down = new TreeSet<>();

		private boolean reachable = true;

		/** For how long it has been saying that none is, since it suddenly did. */
		private @Nullable Duration denying;

		/** Those that had vanished then, and were not listed since. */
		private final Set<Integer> denied = new TreeSet<>();

		private Set<Integer> lastUp = new TreeSet<>();

		private final List<Long> told = new ArrayList<>();

		private final List<ServiceSnapshot> changes = new ArrayList<>();

		Run(long seed) {
			this.label = "seed " + seed;
			this.dice = new Random(seed);
		}

		void check() {
			this.directory.listen(new DirectoryListener() {

				@Override
				public void onChange(@Nullable ServiceSnapshot previous, ServiceSnapshot current) {
					Run.this.told.add(Run.this.time.nanos());
					Run.this.changes.add(current);
				}

				@Override
				public void onNamesChange() {
				}

			});
			this.directory.entry("orders");
			answer();
			for (int step = 0; step < STEPS; step++) {
				step();
				assertInvariants();
				pass(Duration.ofMillis(this.dice.nextInt((this.dice.nextInt(5) != 0) ? 500 : 40_000)));
				assertInvariants();
			}
			this.reachable = true;
			answer();
			this.time.advance(LIMBO);
			assertThat(known().sameContent(ServiceSnapshot.of("orders", content()))).as(this.label).isTrue();
			assertThat(known().provenance()).as(this.label).isEqualTo(Provenance.LIVE);
			assertThat(this.directory.entry("orders").held()).as(this.label).isZero();
			assertCalm();
		}

		private void step() {
			switch (this.dice.nextInt(12)) {
				case 0, 1, 2 -> this.truth.add(1 + this.dice.nextInt(10));
				case 3, 4 -> this.truth.remove(1 + this.dice.nextInt(10));
				case 5 -> this.truth.clear();
				case 6 -> this.truth.removeIf((port) -> this.dice.nextInt(4) > 0);
				case 7 -> this.down.add(1 + this.dice.nextInt(10));
				case 8 -> this.down.clear();
				case 9 -> this.truth.addAll(Set.of(1, 2, 3, 4, 5, 6));
				case 10 -> {
					this.reachable = false;
					this.backend.fail("orders");
				}
				default -> {
					// a restart, which may have cost the data
					this.reachable = true;
					if (this.dice.nextBoolean()) {
						this.truth.clear();
					}
				}
			}
			if (this.reachable) {
				answer();
			}
		}

		/**
		 * The reference: what the rules say of a registry that says that nobody is there.
		 */
		private void answer() {
			Set<Integer> up = up(content());
			this.denied.removeAll(this.truth);
			if (!up.isEmpty()) {
				this.denying = null;
			}
			else if (this.lastUp.size() > 1) {
				this.denying = Duration.ZERO;
				this.denied.clear();
				this.denied.addAll(this.lastUp);
				this.denied.removeAll(this.truth);
			}
			this.lastUp = up;
			this.backend.answer("orders", content().toArray(Instance[]::new));
		}

		private void pass(Duration duration) {
			this.time.advance(duration);
			if (this.denying != null && this.reachable) {
				this.denying = this.denying.plus(duration);
			}
		}

		private void assertInvariants() {
			ServiceSnapshot known = known();
			if (this.denying != null && this.denying.compareTo(HOLD) < 0) {
				assertThat(ports(known.up())).as(this.label + ", denied for " + this.denying).containsAll(this.denied);
			}
			assertThat(known.provenance()).as(this.label)
				.isEqualTo(this.reachable ? Provenance.LIVE : Provenance.STALE);
			if (this.reachable) {
				Set<Integer> listed = content().stream().map(Instance::getPort).collect(Collectors.toSet());
				assertThat(ports(known.instances())).as(this.label).containsAll(listed);
			}
			assertThat(ports(known.limbo())).as(this.label)
				.allMatch((port) -> !ports(known.instances()).contains(port));
		}

		private void assertCalm() {
			this.time.advance(Duration.ofSeconds(1));
			for (int i = 1; i < this.told.size(); i++) {
				assertThat(this.told.get(i) - this.told.get(i - 1)).as(this.label)
					.isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
			}
			if (!this.changes.isEmpty()) {
				ServiceSnapshot last = this.changes.get(this.changes.size() - 1);
				assertThat(last.sameContent(known())).as(this.label).isTrue();
			}
		}

		private ServiceSnapshot known() {
			return this.directory.lookup("orders");
		}

		private List<Instance> content() {
			return this.truth.stream()
				.map((port) -> ScriptedBackend.instance("orders", port)
					.withHealth(this.down.contains(port) ? Health.DOWN : Health.UP))
				.toList();
		}

		private static Set<Integer> ports(List<? extends ServiceInstance> instances) {
			return instances.stream().map(ServiceInstance::getPort).collect(Collectors.toSet());
		}

		private static Set<Integer> up(List<Instance> content) {
			return content.stream()
				.filter((instance) -> instance.getHealth() == Health.UP)
				.map(ServiceInstance::getPort)
				.collect(Collectors.toSet());
		}

	}

}
