package dev.discovery.backend.gossip;

import java.util.List;

import dev.discovery.backend.Recorder;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.ServiceRegistrarContractTests;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of registering: what another member, the seed, sees of it.
 */
class GossipRegistrarTests extends ServiceRegistrarContractTests {

	private final GossipCluster cluster = new GossipCluster();

	private Observer observer = new Observer(this.cluster.seed());

	private final GossipNode member = this.cluster.node("member");

	private final ServiceRegistrar registrar = new GossipRegistrar(this.member);

	@AfterEach
	void closeCluster() {
		this.observer.backend().close();
		this.cluster.close();
	}

	@Override
	protected ServiceRegistrar registrar() {
		return this.registrar;
	}

	@Override
	protected List<Instance> registered(String serviceId) {
		assertThat(serviceId).isEqualTo("orders");
		return this.observer.seen();
	}

	/**
	 * A lease hears of it when its own member does.
	 */
	@Override
	protected void breakRegistry() {
		this.cluster.network.cutOff("member");
		Patience.await().until(() -> !this.member.hasOthers().join());
	}

	@Override
	protected void mendRegistry() {
		this.cluster.network.heal();
	}

	/**
	 * The seed is started anew and knows nobody.
	 */
	@Override
	protected void forget(Instance instance) {
		int port = this.cluster.port("seed");
		this.observer.backend().close();
		this.observer.node().close();
		this.observer = new Observer(this.cluster.seed(port));
	}

	@Override
	protected void crash() {
		this.cluster.network.kill("member");
	}

	@Override
	protected void settle() {
		Patience.pass(this.cluster.settings("test", 0).heartbeat().multipliedBy(2));
	}

	private record Observer(GossipNode node, GossipBackend backend, Recorder recorder) {

		Observer(GossipNode node) {
			this(node, new GossipBackend(node), new Recorder());
			this.backend.watch("orders", this.recorder);
		}

		List<Instance> seen() {
			List<ServiceSnapshot> snapshots = this.recorder.snapshots();
			return snapshots.isEmpty() ? List.of() : snapshots.get(snapshots.size() - 1).instances();
		}

	}

}
