package dev.discovery.backend.gossip;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.discovery.backend.gossip.swim.Swim;
import dev.discovery.backend.gossip.swim.SwimListener;
import org.jspecify.annotations.Nullable;

/**
 * One time in the cluster, from the first word to the last. All but the
 * {@link SwimListener} is to be called in the node's order.
 */
final class Membership implements SwimListener {

	private final Executor serial;

	private final Events events;

	private final boolean mayBeAlone;

	private final Set<String> others = new HashSet<>();

	private @Nullable Swim swim;

	private boolean over;

	/**
	 * Creates it.
	 * @param mayBeAlone whether somebody has to be the first, and this may be it
	 */
	Membership(Executor serial, Events events, boolean mayBeAlone) {
		this.serial = serial;
		this.events = events;
		this.mayBeAlone = mayBeAlone;
	}

	void began(Swim swim) {
		this.swim = swim;
	}

	boolean mayBeAlone() {
		return this.mayBeAlone;
	}

	boolean hasOthers() {
		return !this.others.isEmpty();
	}

	boolean isOver() {
		return this.over;
	}

	void say(byte[] said) {
		if (this.swim != null) {
			this.swim.say(said);
		}
	}

	/**
	 * Says goodbye; nothing is heard any more.
	 */
	CompletableFuture<Void> end() {
		this.over = true;
		return (this.swim != null) ? this.swim.leave() : CompletableFuture.completedFuture(null);
	}

	@Override
	public void present(String member, String address, ByteBuffer said) {
		heard(() -> {
			this.others.add(member);
			this.events.present(member, address, said);
		});
	}

	@Override
	public void left(String member) {
		heard(() -> {
			if (this.others.remove(member)) {
				this.events.left(this, member);
			}
		});
	}

	@Override
	public void lost(String member) {
		heard(() -> {
			if (this.others.remove(member)) {
				this.events.lost(this, member);
			}
		});
	}

	private void heard(Runnable event) {
		this.serial.execute(() -> {
			if (!this.over) {
				event.run();
			}
		});
	}

	/**
	 * What is heard of the others while it lasts.
	 */
	interface Events {

		void present(String member, String address, ByteBuffer said);

		void left(Membership membership, String member);

		void lost(Membership membership, String member);

		/** It came to nothing. */
		void over();

	}

}
