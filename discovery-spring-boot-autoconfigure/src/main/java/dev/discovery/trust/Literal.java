package dev.discovery.trust;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Addresses that are written out. Never asks DNS.
 */
final class Literal {

	private static final Network COMPATIBLE = new Network(new byte[16], 96);

	/** 64:ff9b::/96, translated to IPv4 on the way (RFC 6052). */
	private static final Network NAT64 = new Network(bytes(0x00, 0x64, 0xff, 0x9b), 96);

	/** 2002::/16, carried over IPv4 (RFC 3056). */
	private static final Network SIX_TO_FOUR = new Network(bytes(0x20, 0x02), 16);

	private Literal() {
	}

	/**
	 * All that an address stands for: itself and, of an IPv6 address that leads to an
	 * IPv4 one, that one too.
	 * @param host a host as the model has it, an IPv6 address with or without brackets
	 * @return the addresses, empty if it is a name
	 */
	static List<byte[]> addresses(String host) {
		if (host.indexOf(':') >= 0) {
			return ofIpv6(host);
		}
		byte[] ipv4 = ipv4(host);
		return (ipv4 != null) ? List.of(ipv4) : List.of();
	}

	private static List<byte[]> ofIpv6(String host) {
		byte[] address;
		try {
			// with a colon in it, it is either an address or nothing
			address = InetAddress.getByName(host).getAddress();
		}
		catch (UnknownHostException ex) {
			return List.of();
		}
		if (address.length == 4) {
			return List.of(address);
		}
		if (COMPATIBLE.contains(address) || NAT64.contains(address)) {
			return List.of(address, Arrays.copyOfRange(address, 12, 16));
		}
		return SIX_TO_FOUR.contains(address) ? List.of(address, Arrays.copyOfRange(address, 2, 6)) : List.of(address);
	}

	private static byte @Nullable [] ipv4(String host) {
		byte[] address = new byte[4];
		int begin = 0;
		for (int i = 0; i < address.length; i++) {
			int end = (i < 3) ? host.indexOf('.', begin) : host.length();
			int number = number(host, begin, end);
			if (number < 0) {
				return null;
			}
			address[i] = (byte) number;
			begin = end + 1;
		}
		return address;
	}

	/**
	 * One to three digits that make no more than 255.
	 * @return -1 if it isn't that
	 */
	private static int number(String host, int begin, int end) {
		if (end <= begin || end - begin > 3) {
			return -1;
		}
		int number = 0;
		for (int i = begin; i < end; i++) {
			char c = host.charAt(i);
			if (c < '0' || c > '9') {
				return -1;
			}
			number = number * 10 + (c - '0');
		}
		return (number <= 255) ? number : -1;
	}

	private static byte[] bytes(int... first) {
		byte[] bytes = new byte[16];
		for (int i = 0; i < first.length; i++) {
			bytes[i] = (byte) first[i];
		}
		return bytes;
	}

}
