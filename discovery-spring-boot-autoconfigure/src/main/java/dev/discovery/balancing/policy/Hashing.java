package dev.discovery.balancing.policy;

/**
 * Turns text into 64 bits that look like chance and are the same in every process, so
 * that all clients agree. Allocates nothing.
 * <p>
 * The mixer is Stafford's variant 13 of MurmurHash3's finalizer.
 */
final class Hashing {

	private static final long SEED = 0x9E3779B97F4A7C15L;

	private static final int CHARS_PER_LONG = Long.SIZE / Character.SIZE;

	private Hashing() {
	}

	/**
	 * Hashes a text, four characters at a time.
	 * @param text the text
	 * @return its hash
	 */
	static long of(String text) {
		int length = text.length();
		long hash = SEED ^ length;
		int i = 0;
		for (; i + CHARS_PER_LONG <= length; i += CHARS_PER_LONG) {
			hash = mix(hash ^ (text.charAt(i) | ((long) text.charAt(i + 1) << 16) | ((long) text.charAt(i + 2) << 32)
					| ((long) text.charAt(i + 3) << 48)));
		}
		long rest = 0;
		for (; i < length; i++) {
			rest = (rest << Character.SIZE) | text.charAt(i);
		}
		return mix(hash ^ rest);
	}

	/**
	 * Each bit of the result depends on each bit of the value.
	 * @param value any value
	 * @return another one, a different one for each
	 */
	static long mix(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

}
