package dev.discovery.cloud.loadbalancer;

import java.util.Objects;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingObserver;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;

import org.springframework.cloud.client.loadbalancer.LoadBalancerClientsProperties;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A balancer over a {@link LiveBackend}, without Spring but for the lifecycle bean.
 */
final class Fixture {

	final VirtualTime time = new VirtualTime();

	final LiveBackend backend = new LiveBackend();

	final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	final Balancer balancer;

	final InstanceChooser chooser;

	final LoadBalancerClientsProperties properties = new LoadBalancerClientsProperties();

	final RecordingLifecycle lifecycle = new RecordingLifecycle();

	final BalancedLoadBalancerFactory factory;

	Fixture(boolean withLifecycle) {
		this(withLifecycle, BalancingSettings.of(Policies.roundRobin()));
	}

	Fixture(boolean withLifecycle, BalancingSettings settings) {
		this.balancer = new Balancer(this.directory, (serviceId) -> settings,
				new BalancingRuntime(this.time, this.time, Randomness.seeded(1), BalancingObserver.NONE));
		this.chooser = new InstanceChooser(this.balancer, this.time);
		GenericApplicationContext context = new GenericApplicationContext();
		if (withLifecycle) {
			context.registerBean(RecordingLifecycle.class, () -> this.lifecycle);
		}
		context.refresh();
		this.factory = new BalancedLoadBalancerFactory(this.chooser, this.properties, context);
	}

	InstanceStats stats(String serviceId, int port) {
		return this.balancer.explain(serviceId)
			.instances()
			.stream()
			.filter((report) -> report.instance().getPort() == port)
			.map((report) -> Objects.requireNonNull(report.stats()))
			.findFirst()
			.orElseThrow();
	}

	int inFlight(String serviceId) {
		return this.balancer.explain(serviceId)
			.instances()
			.stream()
			.mapToInt((report) -> Objects.requireNonNull(report.stats()).inFlight())
			.sum();
	}

}
