package dev.discovery.trust;

import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * To which addresses a registry may lead. Link-local ones, where clouds keep their
 * metadata and credentials, are refused unless they are asked for. Where networks or host
 * names are listed, nothing else is let in. Names are compared, never resolved.
 * Immutable.
 */
public final class AddressPolicy {

	private static final List<Network> LINK_LOCAL = List.of(Network.parse("169.254.0.0/16"),
			Network.parse("fe80::/10"));

	/** How each IPv4 address of theirs begins that is written out. */
	private static final String LINK_LOCAL_IPV4 = "169.254.";

	private static final String MANAGEMENT_ADDRESS = "management.address";

	/** Before the end of names. */
	private static final String ANY = "*.";

	private final boolean linkLocal;

	private final List<Network> networks;

	private final List<String> hosts;

	private AddressPolicy(boolean linkLocal, List<Network> networks, List<String> hosts) {
		this.linkLocal = linkLocal;
		this.networks = List.copyOf(networks);
		this.hosts = List.copyOf(hosts);
	}

	/**
	 * Everything but link-local addresses.
	 * @return the policy
	 */
	public static AddressPolicy usual() {
		return new AddressPolicy(false, List.of(), List.of());
	}

	/**
	 * The same, but for link-local addresses.
	 * @param allowed whether they are let in
	 * @return a copy
	 */
	public AddressPolicy linkLocal(boolean allowed) {
		return new AddressPolicy(allowed, this.networks, this.hosts);
	}

	/**
	 * The same, with another network whose addresses are let in.
	 * @param cidr an address and, after a slash, how many of its bits count
	 * @return a copy
	 * @throws IllegalArgumentException if it is no network; says why
	 */
	public AddressPolicy network(String cidr) {
		List<Network> more = new ArrayList<>(this.networks);
		more.add(Network.parse(cidr));
		return new AddressPolicy(this.linkLocal, more, this.hosts);
	}

	/**
	 * The same, with another host name that is let in.
	 * @param pattern a name, or {@code *.} and the end of names; one with other letters
	 * than those of ASCII means what it is in DNS
	 * @return a copy
	 * @throws IllegalArgumentException if it is no such pattern; says why
	 */
	public AddressPolicy host(String pattern) {
		String wildcard = pattern.startsWith(ANY) ? ANY : "";
		String name = inDns(pattern.substring(wildcard.length()));
		boolean fine = name.chars().allMatch((c) -> c == '.' || c == '-' || Character.isLetterOrDigit(c));
		if (name.isEmpty() || !fine || !Literal.addresses(name).isEmpty()) {
			throw new IllegalArgumentException("is not a host name, nor *. and the end of one");
		}
		List<String> more = new ArrayList<>(this.hosts);
		more.add(wildcard + name);
		return new AddressPolicy(this.linkLocal, this.networks, more);
	}

	/** Empty if it can't stand there. */
	private static String inDns(String name) {
		try {
			return withoutRoot(IDN.toASCII(name).toLowerCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

	/** A dot at the end changes nothing. */
	private static String withoutRoot(String name) {
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
	}

	/**
	 * Why an instance is refused, or null if it isn't.
	 */
	@Nullable Flaw flaw(Instance instance) {
		Flaw flaw = flaw(instance.getHost());
		String management = instance.getMetadata().get(MANAGEMENT_ADDRESS);
		return (flaw == null && management != null && !management.isEmpty()) ? flaw(management) : flaw;
	}

	private @Nullable Flaw flaw(String host) {
		boolean restricted = !this.networks.isEmpty() || !this.hosts.isEmpty();
		if (!restricted && host.indexOf(':') < 0 && !host.startsWith(LINK_LOCAL_IPV4)) {
			// what nearly all are: a name, or an IPv4 address of elsewhere
			return null;
		}
		List<byte[]> addresses = Literal.addresses(host);
		if (addresses.isEmpty()) {
			return (restricted && this.hosts.stream().noneMatch((pattern) -> matches(pattern, host))) ? Flaw.NOT_ALLOWED
					: null;
		}
		for (byte[] address : addresses) {
			if (!this.linkLocal && isIn(LINK_LOCAL, address)) {
				return Flaw.LINK_LOCAL;
			}
		}
		return (restricted && !isIn(this.networks, addresses.get(0))) ? Flaw.NOT_ALLOWED : null;
	}

	private static boolean isIn(List<Network> networks, byte[] address) {
		for (Network network : networks) {
			if (network.contains(address)) {
				return true;
			}
		}
		return false;
	}

	private static boolean matches(String pattern, String host) {
		String name = withoutRoot(host.toLowerCase(Locale.ROOT));
		return pattern.startsWith(ANY) ? name.endsWith(pattern.substring(1)) && name.length() >= pattern.length()
				: name.equals(pattern);
	}

}
