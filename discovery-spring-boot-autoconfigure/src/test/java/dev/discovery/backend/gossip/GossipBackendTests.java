package dev.discovery.backend.gossip;

import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceBackendContractTests;
import dev.discovery.model.Instance;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract of reading, over a seed in the same JVM that registers for all.
 */
class GossipBackendTests extends ServiceBackendContractTests {

	private final GossipCluster cluster = new GossipCluster();

	private final GossipNode seed = this.cluster.seed();

	private final GossipNode reader = this.cluster.node("reader");

	@AfterEach
	void closeCluster() {
		this.cluster.close();
	}

	@Override
	protected ServiceBackend open() {
		return new GossipBackend(this.reader);
	}

	@Override
	protected void put(Instance instance) {
		this.seed.announce(id(instance), instance).join();
	}

	@Override
	protected void remove(Instance instance) {
		this.seed.announce(id(instance), null).join();
	}

	private static String id(Instance instance) {
		return instance.getServiceId() + "/" + instance.getInstanceId();
	}

	@Override
	protected void breakRegistry() {
		this.cluster.network.cutOff("reader");
	}

	@Override
	protected void mendRegistry() {
		this.cluster.network.heal();
	}

}
