package dev.discovery.backend.gossip;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.RegistryWriter;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;

/**
 * Says which instances are here. Nothing has to be kept alive, for the members ask each
 * other; a heartbeat only looks whether there is a cluster, and says the health.
 */
final class GossipWriter implements RegistryWriter {

	private final GossipNode node;

	GossipWriter(GossipNode node) {
		this.node = node;
	}

	@Override
	public CompletionStage<Void> put(Instance self, Health health) {
		return this.node.announce(id(self), self.withHealth(health));
	}

	@Override
	public CompletionStage<Boolean> renew(Instance self, Health health) {
		return this.node.announced(id(self)).thenCompose((known) -> {
			if (known == null) {
				return CompletableFuture.completedFuture(false);
			}
			Instance now = self.withHealth(health);
			return known.sameContent(now) ? CompletableFuture.completedFuture(true)
					: this.node.announce(id(self), now).thenApply((done) -> true);
		});
	}

	/**
	 * Done when the others have had the time to hear of it: whoever stops after that
	 * can't be asked any more what it said last.
	 */
	@Override
	public CompletionStage<Void> remove(Instance self) {
		return this.node.announce(id(self), null).thenCompose((done) -> this.node.hasOthers()).thenCompose((others) -> {
			CompletableFuture<Void> heard = new CompletableFuture<>();
			if (others) {
				this.node.runtime()
					.scheduler()
					.schedule(() -> heard.complete(null), this.node.settings().propagation());
			}
			else {
				heard.complete(null);
			}
			return heard;
		});
	}

	private static String id(Instance instance) {
		return instance.getServiceId() + "/" + instance.getInstanceId();
	}

}
