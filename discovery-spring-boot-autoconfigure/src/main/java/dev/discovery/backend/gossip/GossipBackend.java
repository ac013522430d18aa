package dev.discovery.backend.gossip;

import java.util.function.UnaryOperator;

import dev.discovery.backend.MirrorBackend;

/**
 * Reads what the members of a cluster say about themselves. Safe for use by several
 * threads; callbacks run on the cluster's thread, on the one that opens a watch, or on
 * the scheduler's.
 */
public final class GossipBackend extends MirrorBackend {

	private final GossipNode node;

	/**
	 * Creates the backend; the cluster is joined when somebody watches.
	 * @param node this application's part in the cluster, closed by whoever made it
	 */
	public GossipBackend(GossipNode node) {
		super(node.runtime(), node::follow, UnaryOperator.identity());
		this.node = node;
	}

	@Override
	public String origin() {
		return name() + " " + this.node.settings().swim().cluster();
	}

}
