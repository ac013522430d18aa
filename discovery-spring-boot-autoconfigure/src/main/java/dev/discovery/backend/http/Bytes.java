package dev.discovery.backend.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that grow up to a limit, without a copy at the end. Not safe for use by several
 * threads.
 */
final class Bytes {

	/** What is announced may be a lie. */
	private static final int TRUSTED = 64 * 1024;

	private final int limit;

	private byte[] array;

	private int length;

	Bytes(int limit, long expected) {
		this.limit = limit;
		this.array = new byte[(int) Math.min(Math.min(limit, TRUSTED), Math.max(256, expected))];
	}

	/**
	 * Adds what fits.
	 * @return false if not all of it did
	 */
	boolean add(ByteBuffer buffer) {
		int count = Math.min(buffer.remaining(), this.limit - this.length);
		ensure(this.length + count);
		buffer.get(this.array, this.length, count);
		this.length += count;
		return !buffer.hasRemaining();
	}

	private void ensure(int capacity) {
		if (capacity > this.array.length) {
			long doubled = Math.min(this.limit, this.array.length * 2L);
			this.array = Arrays.copyOf(this.array, (int) Math.max(capacity, doubled));
		}
	}

	byte[] array() {
		return this.array;
	}

	int length() {
		return this.length;
	}

}
