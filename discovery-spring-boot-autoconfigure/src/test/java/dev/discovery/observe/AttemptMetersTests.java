package dev.discovery.observe;

import java.time.Duration;
import java.util.Arrays;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.Call;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final DiscoveryObserver observer = DiscoveryObserver
		.guarded(new MicrometerDiscoveryObserver(this.registry, this.time, "scripted"));

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, this.observer);

	private final Balancer balancer = new Balancer(this.directory,
			(serviceId) -> BalancingSettings.of(Policies.roundRobin()),
			new BalancingRuntime(this.time, this.time, Randomness.seeded(1), this.observer));

	@BeforeEach
	void follow() {
		this.balancer.explain("orders");
		listed(1, 2);
	}

	private void listed(int... ports) {
		this.backend.answer("orders",
				Arrays.stream(ports)
					.mapToObj((port) -> ScriptedBackend.instance("orders", port))
					.toArray(Instance[]::new));
	}

	@Test
	void countAttemptsByHowTheyEnded() {
		begin().answered(200, true);
		begin().answered(404, true);
		begin().answered(503, true);
		begin().cancelled();
		assertThat(attempts("success")).isEqualTo(2);
		assertThat(attempts("failure")).isEqualTo(1);
	}

	@Test
	void showHowManyAreUnderWay() {
		Call first = begin();
		Call second = begin();
		assertThat(active()).isEqualTo(2);
		first.answered(200, true);
		second.cancelled();
		assertThat(active()).isZero();
	}

	@Test
	void showHowLongTheyUsuallyTake() {
		took(Duration.ofMillis(100));
		took(Duration.ofMillis(300));
		assertThat(usual("instances")).isEqualTo(0.2);
		assertThat(usual("slowest")).isEqualTo(0.3);
	}

	@Test
	void keepWhatWasCountedForInstancesThatLeave() {
		begin().answered(200, true);
		begin().answered(200, true);
		listed(3);
		assertThat(attempts("success")).isEqualTo(2);
		begin().answered(200, true);
		assertThat(attempts("success")).isEqualTo(3);
		listed(1, 2, 3);
		assertThat(attempts("success")).isEqualTo(3);
	}

	@Test
	void countTheLastCallsOfAnInstanceThatHasLeft() {
		Call late = begin();
		listed(3);
		assertThat(active()).isOne();
		late.answered(200, true);
		assertThat(active()).isZero();
		assertThat(attempts("success")).isOne();
	}

	private void took(Duration time) {
		Call call = begin();
		this.time.advance(time);
		call.answered(200, true);
	}

	private Call begin() {
		Call call = this.balancer.callOnce(this.balancer.pool("orders"), RequestView.NONE);
		call.begin();
		return call;
	}

	private double attempts(String outcome) {
		return this.registry.get("discovery.attempts")
			.tags("backend", "scripted", "service", "orders", "outcome", outcome)
			.functionCounter()
			.count();
	}

	private double active() {
		return this.registry.get("discovery.attempts.active").tags("service", "orders").gauge().value();
	}

	private double usual(String of) {
		return this.registry.get("discovery.attempts.usual").tags("service", "orders", "of", of).gauge().value();
	}

}
