package dev.discovery.trust;

import java.util.Arrays;
import java.util.List;

/**
 * A network, as people write it: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one
 * address.
 *
 * @param address its address, 4 or 16 bytes
 * @param bits how many bits of it count
 */
record Network(byte[] address, int bits) {

	/**
	 * Reads a network.
	 * @param text an address and, after a slash, how many of its bits count; without it
	 * all do
	 * @return the network
	 * @throws IllegalArgumentException if it is none
	 */
	static Network parse(String text) {
		int slash = text.indexOf('/');
		List<byte[]> forms = Literal.addresses((slash < 0) ? text : text.substring(0, slash));
		if (forms.isEmpty()) {
			throw new IllegalArgumentException("is not the address of a network");
		}
		byte[] address = forms.get(0);
		int all = address.length * 8;
		int bits = (slash < 0) ? all : bits(text.substring(slash + 1));
		if (bits < 0 || bits > all) {
			throw new IllegalArgumentException("must have from 0 to " + all + " bits after the slash");
		}
		return new Network(address, bits);
	}

	private static int bits(String text) {
		boolean number = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch((c) -> c >= '0' && c <= '9');
		return number ? Integer.parseInt(text) : -1;
	}

	boolean contains(byte[] other) {
		if (other.length != this.address.length) {
			return false;
		}
		int whole = this.bits / 8;
		int rest = this.bits % 8;
		if (!Arrays.equals(this.address, 0, whole, other, 0, whole)) {
			return false;
		}
		int mask = (0xff << (8 - rest)) & 0xff;
		return rest == 0 || (this.address[whole] & mask) == (other[whole] & mask);
	}

}
