package dev.discovery.backend.gossip;

import dev.discovery.backend.LeaseKeeper;

/**
 * Makes this application known to the members of a cluster. Safe for use by several
 * threads.
 */
public final class GossipRegistrar extends LeaseKeeper {

	/**
	 * Creates the registrar; the cluster is joined when something is registered.
	 * @param node this application's part in the cluster, closed by whoever made it
	 */
	public GossipRegistrar(GossipNode node) {
		super(node.runtime(), new GossipWriter(node),
				Settings.of(node.settings().heartbeat(), node.settings().propagation()));
	}

}
