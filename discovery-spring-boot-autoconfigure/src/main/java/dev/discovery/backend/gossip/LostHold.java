package dev.discovery.backend.gossip;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.log.Field;
import dev.discovery.log.StateLog;

/**
 * When members that were lost are given up: after a while, but never on the word of a
 * minority. Whoever has lost more than half of those it knew, itself included, is more
 * likely cut off than they are gone; that is the threshold below which a balancer takes
 * no verdict on most instances for true. To be called in the node's order.
 */
final class LostHold {

	private static final StateLog log = StateLog.of(LostHold.class);

	private final BackendRuntime runtime;

	private final Duration hold;

	private final Executor serial;

	private final MemberTable table;

	private final Consumer<Set<String>> tell;

	/** Whether nobody else answers, and this is no cluster of one. */
	private boolean apart;

	private boolean cut;

	private boolean warned;

	/** Since when most are in sight. */
	private long together;

	/**
	 * Creates it.
	 * @param hold for how long those that were lost are listed, while most are in sight
	 * @param tell told of the services that may have changed
	 */
	LostHold(BackendRuntime runtime, Duration hold, Executor serial, MemberTable table, Consumer<Set<String>> tell) {
		this.runtime = runtime;
		this.hold = hold;
		this.serial = serial;
		this.table = table;
		this.tell = tell;
		this.together = held();
	}

	/** Somebody was lost. */
	void lost() {
		changed();
		lookAgain();
	}

	/** Nobody answers. */
	void apart() {
		this.apart = true;
		lost();
	}

	/** Somebody is there. */
	void together() {
		this.apart = false;
		changed();
	}

	/**
	 * Those who come back don't all come at once: when most are there again, the rest has
	 * as long as any who was lost.
	 */
	void changed() {
		boolean before = this.cut;
		this.cut = this.apart || this.table.lost() > this.table.present() + 1;
		if (before && !this.cut) {
			this.together = this.runtime.ticker().nanos();
			lookAgain();
			if (this.warned) {
				this.warned = false;
				log.left("Gossip of '" + this.runtime.name() + "' sees most of its members again",
						Field.backend(this.runtime.name()));
			}
		}
	}

	private void lookAgain() {
		this.runtime.scheduler().schedule(() -> this.serial.execute(this::look), this.hold);
	}

	private void look() {
		if (this.cut) {
			warnOnce();
		}
		else if (this.together - held() <= 0) {
			this.tell.accept(this.table.giveUp(held()));
		}
	}

	/** Who was lost before is held no longer. */
	private long held() {
		return this.runtime.ticker().nanos() - this.hold.toNanos();
	}

	/**
	 * Whoever sees nobody is out of reach of the cluster, which is said elsewhere.
	 */
	private void warnOnce() {
		if (!this.warned && !this.apart && this.table.hasLost(held())) {
			this.warned = true;
			log.entered("Gossip of '" + this.runtime.name() + "' has lost " + this.table.lost() + " members and sees "
					+ this.table.present() + " others: it seems to be cut off, so what was lost stays listed as DOWN"
					+ " until most are back. If they are gone for good, restart this application.",
					Field.backend(this.runtime.name()));
		}
	}

}
