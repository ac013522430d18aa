package dev.discovery.observe;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.Call;
import dev.discovery.balancing.limit.CallRefusedException;
import dev.discovery.balancing.limit.CircuitBreakerSettings;
import dev.discovery.balancing.limit.LimitSettings;
import dev.discovery.balancing.limit.Refusal;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.LookupCounts;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MicrometerDiscoveryObserverTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final DiscoveryObserver observer = DiscoveryObserver
		.guarded(new MicrometerDiscoveryObserver(this.registry, this.time, "scripted"));

	private final ServiceDirectory directory = new ServiceDirectory(this.backend,
			new DirectorySettings(Duration.ofMillis(5), Duration.ofMinutes(10), 1_000, Duration.ofSeconds(30)),
			this.time, this.time, this.observer);

	@Test
	void countsEveryLookupAnsweredFromMemoryAndTimesSome() {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		for (int i = 0; i < 5_000; i++) {
			this.directory.lookup("orders");
		}
		this.backend.fail("orders");
		this.directory.lookup("orders");
		assertThat(lookups("orders", "hit")).isEqualTo(5_000);
		assertThat(lookups("orders", "stale")).isEqualTo(1);
		assertThat(
				this.registry.get("cache.gets").tags("cache", "discovery", "result", "hit").functionCounter().count())
			.isEqualTo(5_001);
	}

	@Test
	void showsPeopleHowLookupsOfAServiceWereAnswered() {
		ServiceEntry entry = this.directory.entry("orders");
		assertThat(entry.lookups()).as("counted with all others").isNull();
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.directory.lookup("orders");
		this.directory.lookup("orders");
		this.backend.fail("orders");
		this.directory.lookup("orders");
		assertThat(entry.lookups()).isEqualTo(new LookupCounts(2, 1, 0));
	}

	@Test
	void timesEveryWaitAndCountsItAsAMiss() {
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.directory.lookup("orders"));
		assertThat(this.registry.get("discovery.lookup").tags("service", "other", "result", "error").timer().count())
			.isOne();
		assertThat(this.registry.get("cache.gets").tags("result", "miss").functionCounter().count()).isOne();
	}

	@Test
	void showsHowManyInstancesThereAreAndHowOldThatIs() {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1),
				ScriptedBackend.instance("orders", 2).withHealth(Health.DOWN));
		this.backend.fail("orders");
		this.time.advance(Duration.ofSeconds(90));
		assertThat(gauge("discovery.instances", "state", "up")).isOne();
		assertThat(gauge("discovery.instances", "state", "unhealthy")).isOne();
		assertThat(gauge("discovery.snapshot.age", "service", "orders")).isEqualTo(90);
	}

	@Test
	void measuresHowLongANewInstanceTookToBeSeen() {
		this.directory.entry("orders");
		Instance first = stamped(1);
		this.backend.answer("orders", first);
		Instance second = stamped(2);
		this.time.advance(Duration.ofMillis(30));
		this.backend.answer("orders", first, second);
		this.backend.answer("orders", second);
		assertThat(this.registry.get("discovery.propagation").timer().count()).isOne();
		assertThat(this.registry.get("discovery.propagation").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(30);
	}

	@Test
	void takesTheMetersOfAServiceAwayWithItsEntry() {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.directory.lookup("orders");
		this.time.advance(Duration.ofMinutes(20));
		assertThat(this.registry.getMeters()).noneMatch((meter) -> "orders".equals(meter.getId().getTag("service")));
		assertThat(this.registry.get("cache.gets").tags("result", "hit").functionCounter().count()).isOne();
	}

	@Test
	void keepsTheNumberOfSeriesBoundedWhateverNamesAreLookedUp() {
		this.backend.answeringEmpty();
		for (int i = 0; i < 10_000; i++) {
			this.directory.lookup("random-" + i);
		}
		assertThat(this.registry.getMeters()).hasSizeLessThanOrEqualTo(200);
		for (int i = 0; i < 500; i++) {
			this.directory.lookup("real-" + i);
			this.backend.answer("real-" + i, ScriptedBackend.instance("real-" + i, 1));
		}
		assertThat(this.registry.getMeters().stream().map((meter) -> meter.getId().getTag("service")).distinct())
			.hasSizeLessThanOrEqualTo(102);
	}

	@Test
	void keepsTheNumberOfSeriesBoundedWhateverIsCalledAndHowever() {
		this.backend.answeringEmpty();
		Balancer balancer = new Balancer(this.directory, (serviceId) -> BalancingSettings.of(Policies.roundRobin()),
				new BalancingRuntime(this.time, this.time, Randomness.seeded(1), this.observer));
		for (int i = 0; i < 10_000; i++) {
			String name = "random-" + i;
			this.directory.lookup(name);
			assertThat(balancer.pick(name, PickContext.NONE)).isNull();
			this.observer.retried(name, Outcome.values()[i % Outcome.values().length]);
			this.observer.exhausted(name);
			this.observer.refused(name, Refusal.values()[i % Refusal.values().length]);
		}
		assertThat(this.registry.getMeters()).hasSizeLessThanOrEqualTo(200);
		assertThat(this.registry.getMeters().stream().map((meter) -> meter.getId().getTag("service")))
			.containsOnly("other", null);
	}

	@Test
	void recordsExchangesDroppedEntriesAndRetries() {
		this.observer.exchanged("scripted", "read", "success", Duration.ofMillis(3));
		this.observer.dropped("scripted", "bad host");
		this.observer.retried("orders", Outcome.NEVER_SENT);
		assertThat(this.registry.get("discovery.backend.requests").tags("outcome", "success").timer().count()).isOne();
		assertThat(this.registry.get("discovery.backend.dropped").counter().count()).isOne();
		assertThat(this.registry.get("discovery.retries").tags("reason", "never_sent").counter().count()).isOne();
	}

	@Test
	void countsEjectionsAndShowsHowManyAreOut() {
		Balancer balancer = new Balancer(this.directory, (serviceId) -> BalancingSettings.of(Policies.roundRobin()),
				new BalancingRuntime(this.time, this.time, Randomness.seeded(1), this.observer));
		balancer.explain("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1), ScriptedBackend.instance("orders", 2));
		String out = ScriptedBackend.instance("orders", 2).getInstanceId();
		balancer.quarantine("orders", out, Duration.ofSeconds(60), "bad build");
		assertThat(gauge("discovery.instances", "state", "ejected")).isOne();
		assertThat(gauge("discovery.instances", "state", "up")).isEqualTo(2);
		assertThat(this.registry.get("discovery.ejections")
			.tags("backend", "scripted", "service", "orders", "reason", "quarantine")
			.counter()
			.count()).isOne();
		balancer.release("orders", out);
		assertThat(gauge("discovery.instances", "state", "ejected")).isZero();
	}

	@Test
	void countsRefusedCallsAndShowsTheCircuit() {
		BalancingSettings settings = BalancingSettings.of(Policies.roundRobin())
			.with(new LimitSettings(1, 0))
			.with(new CircuitBreakerSettings(true, 50, 1, Duration.ofSeconds(10), Duration.ofSeconds(10), 1));
		Balancer balancer = new Balancer(this.directory, (serviceId) -> settings,
				new BalancingRuntime(this.time, this.time, Randomness.seeded(1), this.observer));
		balancer.explain("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		assertThat(gauge("discovery.circuit.state", "service", "orders")).isZero();
		Call failing = call(balancer);
		failing.begin();
		assertThatExceptionOfType(CallRefusedException.class).isThrownBy(call(balancer)::begin);
		failing.answered(500, true);
		assertThat(gauge("discovery.circuit.state", "service", "orders")).isOne();
		assertThatExceptionOfType(CallRefusedException.class).isThrownBy(call(balancer)::begin);
		this.time.advance(Duration.ofSeconds(10));
		Call trial = call(balancer);
		trial.begin();
		assertThat(gauge("discovery.circuit.state", "service", "orders")).isEqualTo(0.5);
		trial.answered(200, true);
		assertThat(gauge("discovery.circuit.state", "service", "orders")).isZero();
		assertThat(refused("service_limit")).isOne();
		assertThat(refused("circuit_open")).isOne();
		this.time.advance(Duration.ofMinutes(20));
		assertThat(this.registry.getMeters()).noneMatch((meter) -> "orders".equals(meter.getId().getTag("service")));
	}

	private static Call call(Balancer balancer) {
		return balancer.callOnce(balancer.pool("orders"), RequestView.NONE);
	}

	private double refused(String reason) {
		return this.registry.get("discovery.calls.refused")
			.tags("backend", "scripted", "service", "orders", "reason", reason)
			.counter()
			.count();
	}

	@Test
	void showsNoCircuitWhereThereIsNone() {
		Balancer balancer = new Balancer(this.directory, (serviceId) -> BalancingSettings.of(Policies.roundRobin()),
				new BalancingRuntime(this.time, this.time, Randomness.seeded(1), this.observer));
		balancer.explain("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		assertThat(this.registry.find("discovery.instances").gauge()).isNotNull();
		assertThat(this.registry.find("discovery.circuit.state").gauge()).isNull();
	}

	@Test
	void takesWhatCountsByServiceAwayWithItsEntry() {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.observer.retried("orders", Outcome.FAILURE);
		this.observer.ejected("orders", ScriptedBackend.instance("orders", 1),
				new Ejection(Ejection.Reason.HUNG, "no answer", 0, 1, 1));
		this.observer.exhausted("orders");
		assertThat(this.registry.find("discovery.ejections").tag("service", "orders").counter()).isNotNull();
		assertThat(this.registry.get("discovery.retries.exhausted")
			.tags("backend", "scripted", "service", "orders")
			.counter()
			.count()).isOne();
		this.time.advance(Duration.ofMinutes(20));
		assertThat(this.registry.getMeters()).noneMatch((meter) -> "orders".equals(meter.getId().getTag("service")));
		this.observer.ejected("orders", ScriptedBackend.instance("orders", 1),
				new Ejection(Ejection.Reason.HUNG, "no answer", 0, 1, 1));
		assertThat(this.registry.get("discovery.ejections").tag("service", "other").counter().count()).isOne();
	}

	@Test
	void survivesAnObserverThatThrows() {
		DiscoveryObserver broken = DiscoveryObserver.guarded(new DiscoveryObserver() {

			@Override
			public void retried(String serviceId, Outcome why) {
				throw new IllegalStateException("broken");
			}

		});
		broken.retried("orders", Outcome.FAILURE);
		assertThat(DiscoveryObserver.guarded(DiscoveryObserver.NONE)).isSameAs(DiscoveryObserver.NONE);
	}

	private Instance stamped(int port) {
		return Instance.builder("orders", "h", port)
			.metadata(Map.of(Instance.REGISTERED_AT, String.valueOf(this.time.instant().toEpochMilli())))
			.build();
	}

	private double lookups(String service, String result) {
		return this.registry.get("discovery.lookup").tags("service", service, "result", result).functionTimer().count();
	}

	private double gauge(String name, String key, String value) {
		return this.registry.get(name).tags(key, value).gauge().value();
	}

}
