package dev.discovery.backend.gossip.swim;

import java.nio.ByteBuffer;

/**
 * Hears who else is in the cluster. Called on the cluster's one thread, in order; must
 * not block.
 */
public interface SwimListener {

	/**
	 * A member is there, or says something else about itself.
	 * @param member its id, which no other member ever has, be it at the same address
	 * @param address where it listens, as {@code host:port}
	 * @param said what it says about itself, as it came over the network
	 */
	void present(String member, String address, ByteBuffer said);

	/**
	 * A member has said goodbye.
	 * @param member its id
	 */
	void left(String member);

	/**
	 * A member doesn't answer any more, nor did it say anything.
	 * @param member its id
	 */
	void lost(String member);

}
