package dev.discovery.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Which hosts and ports may become part of a URI. Everything that could move the boundary
 * of the authority ({@code a@b}, {@code x/y?}, line breaks, full-width dots) is refused
 * here, once, so that nothing has to be escaped later.
 */
final class Addresses {

	private static final int MAX_HOST_LENGTH = 253;

	private static final int MAX_PORT = 65535;

	private static final Pattern NUMBER = Pattern.compile("\\d+|0[xX][0-9a-fA-F]*");

	private Addresses() {
	}

	/**
	 * Checks a host name or address.
	 * @param host a DNS name, an IPv4 address, or an IPv6 address with or without
	 * brackets
	 * @return the host as it stands in a URI, IPv6 in brackets
	 */
	static String requireHost(String host) {
		if (host.isEmpty() || host.length() > MAX_HOST_LENGTH) {
			throw new InvalidInstanceException("the host has " + host.length() + " characters, it needs 1 to 253");
		}
		return (host.indexOf(':') >= 0) ? requireIpv6(host) : requireName(host);
	}

	static int requirePort(int port) {
		if (port < 1 || port > MAX_PORT) {
			throw new InvalidInstanceException("the port is " + port + ", it must be from 1 to 65535");
		}
		return port;
	}

	private static String requireName(String host) {
		if (isPlainIpv4(host)) {
			return host;
		}
		for (int i = 0; i < host.length(); i++) {
			char c = host.charAt(i);
			boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
			if (!letterOrDigit && c != '.' && c != '-') {
				throw new InvalidInstanceException(
						"the host '" + printable(host) + "' has a character other than letters, digits, '.' and '-'");
			}
		}
		requireNoOtherIpv4(host);
		return requireParsed(host, host);
	}

	/**
	 * What ends in a number is an IPv4 address to one resolver or another, in its octal,
	 * its hexadecimal or its short form: only the plain form means the same to all.
	 */
	private static void requireNoOtherIpv4(String host) {
		String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
		String last = bare.substring(bare.lastIndexOf('.') + 1);
		if (NUMBER.matcher(last).matches()) {
			throw new InvalidInstanceException(
					"the host '" + printable(host) + "' ends in a number, but is no plain IPv4 address");
		}
	}

	/** Four numbers up to 255, none with a zero in front: what most hosts are. */
	private static boolean isPlainIpv4(String host) {
		int dots = 0;
		int number = -1;
		for (int i = 0; i < host.length(); i++) {
			char c = host.charAt(i);
			if (c == '.') {
				if (number < 0) {
					return false;
				}
				dots++;
				number = -1;
			}
			else if (c < '0' || c > '9' || number == 0 || number > 25) {
				return false;
			}
			else {
				number = Math.max(number, 0) * 10 + (c - '0');
				if (number > 255) {
					return false;
				}
			}
		}
		return dots == 3 && number >= 0;
	}

	private static String requireIpv6(String host) {
		String bare = (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
		for (int i = 0; i < bare.length(); i++) {
			if (Character.digit(bare.charAt(i), 16) < 0 && bare.charAt(i) != ':' && bare.charAt(i) != '.') {
				throw new InvalidInstanceException("the host '" + printable(host) + "' is not an IPv6 address");
			}
		}
		String end = bare.substring(bare.lastIndexOf(':') + 1);
		if (end.indexOf('.') >= 0 && !isPlainIpv4(end)) {
			throw new InvalidInstanceException(
					"the host '" + printable(host) + "' ends in what is no plain IPv4 address");
		}
		return requireParsed("[" + bare + "]", host);
	}

	/**
	 * What the JDK doesn't take for a host would be a mystery at call time.
	 */
	private static String requireParsed(String candidate, String host) {
		try {
			if (candidate.equals(new URI("http://" + candidate + ":80").getHost())) {
				return candidate;
			}
		}
		catch (URISyntaxException ex) {
			// said below
		}
		throw new InvalidInstanceException("the host '" + printable(host) + "' can't stand in a URI");
	}

	static String printable(String text) {
		StringBuilder printable = new StringBuilder();
		text.chars().limit(80).forEach((c) -> printable.append((c < ' ' || c > '~') ? '?' : (char) c));
		return printable.toString();
	}

}
