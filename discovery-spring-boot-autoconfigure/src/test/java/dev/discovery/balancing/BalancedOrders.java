package dev.discovery.balancing;

import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.limit.AdmissionReport;
import dev.discovery.balancing.limit.CircuitState;
import dev.discovery.balancing.limit.Refusal;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;

/**
 * A balancer of one service, {@code orders}, and what it tells.
 */
final class BalancedOrders implements BalancingObserver {

	final VirtualTime time = new VirtualTime();

	final List<String> heard = new ArrayList<>();

	final List<Refusal> refused = new ArrayList<>();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	final Balancer balancer;

	BalancedOrders(BalancingSettings settings, int instances) {
		this(settings, instances, Randomness.threadLocal());
	}

	BalancedOrders(BalancingSettings settings, int instances, Randomness randomness) {
		this.balancer = new Balancer(this.directory, (serviceId) -> settings,
				new BalancingRuntime(this.time, this.time, randomness, this));
		answer(instances);
	}

	void answer(int instances) {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instances("orders", 1, instances));
	}

	Pool pool() {
		return this.balancer.pool("orders");
	}

	/** One that may be sent twice. */
	Call call() {
		return this.balancer.call(pool(), RequestView.NONE, true);
	}

	Call callOnce() {
		return this.balancer.callOnce(pool(), RequestView.NONE);
	}

	AdmissionReport admission() {
		return this.balancer.explain("orders").admission();
	}

	int inFlight() {
		return this.balancer.explain("orders")
			.instances()
			.stream()
			.map(InstanceReport::stats)
			.mapToInt(InstanceStats::inFlight)
			.sum();
	}

	@Override
	public synchronized void refused(String serviceId, Refusal why) {
		this.refused.add(why);
	}

	@Override
	public void limited(String serviceId, String detail) {
		this.heard.add(serviceId + " limited: " + detail);
	}

	@Override
	public void circuit(String serviceId, CircuitState state, String detail) {
		this.heard.add(serviceId + " " + state + ": " + detail);
	}

}
