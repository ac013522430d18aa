package dev.discovery.trust;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signatures that were found good, so that a list is not checked anew because of one
 * instance in it. Forgets all where there are too many. Safe for use by several threads.
 */
final class Verified {

	private static final int MOST = 50_000;

	private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

	boolean contains(String keyAndSignature, byte[] content) {
		return Arrays.equals(this.contents.get(keyAndSignature), content);
	}

	void add(String keyAndSignature, byte[] content) {
		if (this.contents.size() >= MOST) {
			this.contents.clear();
		}
		this.contents.put(keyAndSignature, content);
	}

}
