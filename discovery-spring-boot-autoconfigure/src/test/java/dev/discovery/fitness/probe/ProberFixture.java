package dev.discovery.fitness.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.jspecify.annotations.Nullable;

/**
 * A prober in virtual time: every 30 s, two failures to fall, one success to rise.
 */
abstract class ProberFixture {

	static final Duration INTERVAL = Duration.ofSeconds(30);

	/** Within which a new instance, or one in doubt, is asked. */
	static final Duration SOON = Duration.ofSeconds(3);

	final VirtualTime time = new VirtualTime();

	final ScriptedProbe probe = new ScriptedProbe();

	final List<String> verdicts = new ArrayList<>();

	ProbePlan plan = new ProbePlan(this.probe, INTERVAL, 2, 1);

	boolean closedProbes;

	final ActiveProber prober = prober(16, 42);

	final ActiveProber prober(int parallelism, long seed) {
		ActiveProber prober = new ActiveProber(new ProbeRuntime(this.time, this.time, Randomness.seeded(seed)),
				parallelism, (serviceId) -> serviceId.equals("unprobed") ? null : this.plan,
				() -> this.closedProbes = true);
		prober.listen((serviceId, instance, healthy, why) -> this.verdicts.add(verdict(instance, healthy, why)));
		return prober;
	}

	static String verdict(Instance instance, boolean healthy, @Nullable String why) {
		return instance.getInstanceId() + (healthy ? " healthy" : " unhealthy: " + why);
	}

	static Instance instance(int number) {
		return Instance.builder("orders", "10.0.0." + number, 8080).instanceId("orders-" + number).build();
	}

	static List<Instance> instances(int count) {
		return IntStream.rangeClosed(1, count).mapToObj(ProberFixture::instance).toList();
	}

	void pass(Duration duration) {
		this.time.advance(duration);
	}

	/** Longer than any two questions to the same instance are apart. */
	void passAnInterval() {
		pass(INTERVAL.plusSeconds(3));
	}

}
