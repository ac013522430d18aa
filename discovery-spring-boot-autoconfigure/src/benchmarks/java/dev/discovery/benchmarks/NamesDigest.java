package dev.discovery.benchmarks;

import java.util.Collection;

/**
 * A Bloom filter over names that doesn't change: k places from two halves of one hash
 * (Kirsch and Mitzenmacher 2006). Measured against the exact set; nothing in use needs
 * it.
 */
final class NamesDigest {

	private final long[] bits;

	private final int size;

	private final int hashes;

	/**
	 * As many bits as the rate wants: n ln(1/p) / ln(2)², rounded up to whole words.
	 */
	NamesDigest(Collection<String> names, double falsePositives) {
		double perName = -Math.log(falsePositives) / (Math.log(2) * Math.log(2));
		this.bits = new long[Math.max(1, (int) Math.ceil(names.size() * perName / Long.SIZE))];
		this.size = this.bits.length * Long.SIZE;
		this.hashes = Math.max(1, (int) Math.round(perName * Math.log(2)));
		for (String name : names) {
			long hash = hash(name);
			for (int i = 0; i < this.hashes; i++) {
				int place = place(hash, i);
				this.bits[place >>> 6] |= 1L << place;
			}
		}
	}

	boolean mayHold(String name) {
		long hash = hash(name);
		for (int i = 0; i < this.hashes; i++) {
			int place = place(hash, i);
			if ((this.bits[place >>> 6] & (1L << place)) == 0) {
				return false;
			}
		}
		return true;
	}

	private int place(long hash, int i) {
		return Math.floorMod((int) hash + i * ((int) (hash >>> 32) | 1), this.size);
	}

	/** FNV-1a, finished as SplitMix64 does, since names differ mostly at their ends. */
	private static long hash(String name) {
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < name.length(); i++) {
			hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
		}
		hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
		hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
		return hash ^ (hash >>> 31);
	}

}
