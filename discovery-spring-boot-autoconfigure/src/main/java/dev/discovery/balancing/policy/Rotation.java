package dev.discovery.balancing.policy;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import dev.discovery.time.Randomness;

/**
 * A service's place in the round. Handed from each picker to the next, so that a change
 * of the instances doesn't make everybody start with the first one again; begins
 * anywhere, so that a fleet of clients doesn't either.
 * <p>
 * Safe for use by several threads without a lock; allocates nothing.
 */
public final class Rotation {

	private static final AtomicIntegerFieldUpdater<Rotation> NEXT = AtomicIntegerFieldUpdater.newUpdater(Rotation.class,
			"next");

	/** Not an object of its own: a pick reads it for each call. */
	@SuppressWarnings("unused")
	private volatile int next;

	private final Randomness randomness;

	/**
	 * Creates a rotation that begins anywhere.
	 * @param randomness where it begins, and what else is left to chance
	 */
	public Rotation(Randomness randomness) {
		this.next = randomness.below(Integer.MAX_VALUE);
		this.randomness = randomness;
	}

	/**
	 * Takes the next place.
	 * @param places how many there are
	 * @return a place from 0 up to, but without, their number
	 */
	public int next(Remainder places) {
		return place(NEXT.getAndIncrement(this), places);
	}

	/**
	 * Takes the next place, but when several threads ask at the same moment perhaps the
	 * same one: for those who look at what is in flight there, too. Without the barrier
	 * that counting each call exactly is, it costs a third of {@link #next(Remainder)}.
	 * @param places how many there are
	 * @return a place from 0 up to, but without, their number
	 */
	int nextRelaxed(Remainder places) {
		int ticket = this.next;
		NEXT.lazySet(this, ticket + 1);
		return place(ticket, places);
	}

	private static int place(int ticket, Remainder places) {
		return places.of(ticket & Integer.MAX_VALUE);
	}

	/**
	 * Takes the next ticket, for those who make a place of it themselves.
	 * @return any number, one more than the ticket before; unsigned
	 */
	int next() {
		return NEXT.getAndIncrement(this);
	}

	/**
	 * Any place but one.
	 * @param place the place to leave out
	 * @param size how many places there are, at least 2
	 * @return another place from 0 up to, but without, the size
	 */
	public int other(int place, int size) {
		int other = this.randomness.below(size - 1);
		return (other < place) ? other : other + 1;
	}

	/**
	 * Any place.
	 * @param size how many places there are, at least 1
	 * @return a place from 0 up to, but without, the size
	 */
	public int any(int size) {
		return this.randomness.below(size);
	}

}
