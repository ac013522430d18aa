package dev.discovery.balancing;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.balancing.route.Subset;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.Outcome;
import dev.discovery.fitness.OutlierSettings;
import dev.discovery.fitness.SlowStart;
import dev.discovery.fitness.probe.ActiveProber;
import dev.discovery.fitness.probe.ProbePlan;
import dev.discovery.fitness.probe.ProbeRuntime;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What active health checks find, as callers see it.
 */
class ProbedPoolTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final Set<Integer> ill = new HashSet<>();

	private final Set<Integer> asked = new HashSet<>();

	private final Set<Integer> slow = new HashSet<>();

	private final CompletableFuture<String> late = new CompletableFuture<>();

	private BalancingSettings settings = BalancingSettings.of(Policies.roundRobin());

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	private final ActiveProber prober = new ActiveProber(new ProbeRuntime(this.time, this.time, Randomness.seeded(1)),
			16, (serviceId) -> plan(), () -> {
			});

	private final Balancer balancer = new Balancer(this.directory, (serviceId) -> this.settings,
			new BalancingRuntime(this.time, this.time, Randomness.seeded(1), BalancingObserver.NONE, this.prober));

	private ProbePlan plan() {
		return new ProbePlan((instance) -> {
			this.asked.add(instance.getPort());
			if (this.slow.contains(instance.getPort())) {
				return this.late;
			}
			return CompletableFuture.completedFuture(this.ill.contains(instance.getPort()) ? "HTTP 503" : null);
		}, Duration.ofSeconds(30), 2, 1);
	}

	@Test
	void whoeverFailsItsHealthCheckGetsNoCallsUntilItPasses() {
		this.ill.add(2);
		answer(1, 3);
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3);
		this.time.advance(Duration.ofSeconds(75));
		assertThat(picked()).containsExactlyInAnyOrder(1, 3);
		assertThat(report(2).reason()).isEqualTo("the health check says: HTTP 503");
		this.ill.clear();
		this.time.advance(Duration.ofSeconds(40));
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3);
	}

	@Test
	void aFailingCheckOfMostInstancesIsAVerdictOnTheObserver() {
		this.ill.addAll(Set.of(1, 2));
		answer(1, 3);
		this.time.advance(Duration.ofSeconds(75));
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3);
		assertThat(this.balancer.explain("orders").panic()).isTrue();
	}

	@Test
	void anEjectedInstanceComesBackOnlyWhenItsProbeSaysSo() {
		answer(1, 3);
		this.time.advance(Duration.ofSeconds(45));
		this.ill.add(2);
		refuse(2);
		this.time.advance(Duration.ofSeconds(34));
		assertThat(picked()).containsExactlyInAnyOrder(1, 3);
		this.ill.clear();
		this.time.advance(Duration.ofSeconds(40));
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3);
	}

	/** Meanwhile it has become one of a subset with rules of its own. */
	@Test
	void anEjectedInstanceComesBackThoughItHasChangedWhileItWasAsked() {
		OutlierSettings usual = OutlierSettings.DEFAULT;
		OutlierSettings abrupt = new OutlierSettings(true, 5, usual.interval(), usual.successRate(),
				usual.failurePercentage(), usual.hung(),
				new OutlierSettings.Time(Duration.ofSeconds(30), Duration.ofMinutes(5), 10, SlowStart.OFF), 10);
		this.settings = this.settings.with(abrupt);
		this.balancer.route(new Routing() {

			@Override
			public ServiceRoutes routes(String serviceId) {
				return ServiceRoutes.over(Subset.named("next").version("2"));
			}

			@Override
			public BalancingSettings settings(String serviceId, String subset, BalancingSettings ofService) {
				return ofService.with(usual);
			}

		});
		answer(1, 3);
		this.time.advance(Duration.ofSeconds(45));
		this.slow.add(2);
		refuse(2);
		this.time.advance(Duration.ofSeconds(34));
		assertThat(picked()).containsExactlyInAnyOrder(1, 3);
		Instance changed = Instance.builder("orders", "localhost", 2).metadata(Map.of(Subset.VERSION, "2")).build();
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1), changed,
				ScriptedBackend.instance("orders", 3));
		assertThat(picked()).containsExactlyInAnyOrder(1, 3);
		this.late.complete(null);
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3);
	}

	@Test
	void whoeverIsGoneIsAskedNoMore() {
		answer(1, 3);
		this.time.advance(Duration.ofSeconds(45));
		assertThat(this.asked).containsExactlyInAnyOrder(1, 2, 3);
		answer(1, 2);
		this.time.advance(Duration.ofSeconds(5));
		this.asked.clear();
		this.time.advance(Duration.ofSeconds(90));
		assertThat(this.asked).containsExactlyInAnyOrder(1, 2);
	}

	private void refuse(int port) {
		this.balancer.pool("orders")
			.candidates()
			.stream()
			.filter((candidate) -> candidate.instance().getPort() == port)
			.findFirst()
			.ifPresent((candidate) -> {
				for (int i = 0; i < 3; i++) {
					candidate.stats().end(candidate.stats().begin(), Outcome.NEVER_SENT);
				}
			});
		assertThat(picked()).doesNotContain(port);
	}

	private Set<Integer> picked() {
		Set<Integer> ports = new HashSet<>();
		for (int i = 0; i < 300; i++) {
			ports.add(this.balancer.pick("orders", PickContext.NONE).instance().getPort());
		}
		return ports;
	}

	private InstanceReport report(int port) {
		return this.balancer.explain("orders")
			.instances()
			.stream()
			.filter((report) -> report.instance().getPort() == port)
			.findFirst()
			.orElseThrow();
	}

	private void answer(int from, int to) {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instances("orders", from, to));
		this.balancer.pool("orders");
	}

}
