package dev.discovery.backend.gossip;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Enters what is heard of the others in the roll, and notices when there are none left.
 * Called in the node's order.
 */
final class Others implements Membership.Events {

	private final Roll roll;

	private final Predicate<Membership> current;

	private final Consumer<Membership> apart;

	/**
	 * Creates it.
	 * @param roll who is there
	 * @param current whether a membership is the one that counts
	 * @param apart told that it has lost everybody
	 */
	Others(Roll roll, Predicate<Membership> current, Consumer<Membership> apart) {
		this.roll = roll;
		this.current = current;
		this.apart = apart;
	}

	@Override
	public void present(String member, String address, ByteBuffer said) {
		this.roll.present(member, address, said);
	}

	@Override
	public void left(Membership membership, String member) {
		this.roll.left(member);
		isApart(membership);
	}

	@Override
	public void lost(Membership membership, String member) {
		if (!isApart(membership)) {
			this.roll.lost(member);
		}
	}

	@Override
	public void over() {
		this.roll.loseOthers();
	}

	/**
	 * Where everybody is gone, this is a cluster of one, and nobody knows what happens in
	 * the other. Only a seed may think that there is no other.
	 */
	private boolean isApart(Membership membership) {
		if (!this.current.test(membership) || membership.hasOthers() || membership.mayBeAlone()) {
			return false;
		}
		over();
		this.apart.accept(membership);
		return true;
	}

}
