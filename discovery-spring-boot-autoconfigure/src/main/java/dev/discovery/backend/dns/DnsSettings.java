package dev.discovery.backend.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Which nameservers, and what to ask them for. All of it checked already.
 *
 * @param servers the nameservers, not resolved; the next one is asked when one fails
 * @param tcp whether TCP is used from the start, and not only where an answer was cut
 * @param timeout how long a nameserver may take before the next one is asked
 * @param naming how records are called
 * @param reading what becomes of records
 * @param pace how soon records are asked for again
 * @param services what differs for a service, by its id
 * @param listed the services that are there for whoever asks for all, since DNS has no
 * such question
 */
public record DnsSettings(List<InetSocketAddress> servers, boolean tcp, Duration timeout, Naming naming,
		Reading reading, Pace pace, Map<String, Service> services, Set<String> listed) {

	/**
	 * What stands for the service's id in a template.
	 */
	public static final String SERVICE = "{service}";

	/**
	 * What stands for the domain in a template.
	 */
	public static final String DOMAIN = "{domain}";

	private static final int MAX_NAME = 253;

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");

	/**
	 * Copies the collections.
	 */
	public DnsSettings {
		servers = List.copyOf(servers);
		services = Map.copyOf(services);
		listed = Set.copyOf(listed);
	}

	/**
	 * Whether a text can be a name in DNS, as far as it isn't quoted: no escapes, and
	 * nothing that means something in a zone file.
	 * @param text the text
	 * @return whether it is one or more labels
	 */
	public static boolean isName(String text) {
		return text.length() <= MAX_NAME && NAME.matcher(text).matches();
	}

	Service service(String serviceId) {
		return this.services.getOrDefault(serviceId, Service.USUAL);
	}

	/**
	 * How records are called.
	 *
	 * @param srv the template for SRV records, or null if there are none
	 * @param address the template for address records
	 * @param domains put in one after another, until one of them has records
	 */
	public record Naming(@Nullable String srv, String address, List<String> domains) {

		/**
		 * Copies the domains.
		 */
		public Naming {
			domains = List.copyOf(domains);
		}

	}

	/**
	 * What becomes of records.
	 *
	 * @param port where addresses without an SRV record are called, or null if they are
	 * not asked for
	 * @param secure whether instances speak TLS
	 * @param family which addresses are called
	 * @param targetNames whether the names in SRV records are called in place of their
	 * addresses
	 */
	public record Reading(@Nullable Integer port, boolean secure, AddressFamily family, boolean targetNames) {
	}

	/**
	 * How soon records are asked for again: when their TTL is over, within these bounds.
	 *
	 * @param min the soonest
	 * @param max the latest
	 */
	public record Pace(Duration min, Duration max) {

		Duration within(long seconds) {
			Duration ttl = Duration.ofSeconds(seconds);
			if (ttl.compareTo(this.min) < 0) {
				return this.min;
			}
			return (ttl.compareTo(this.max) > 0) ? this.max : ttl;
		}

	}

	/**
	 * What differs for one service.
	 *
	 * @param name the full name of its records, or null for that which the templates make
	 * @param port where its addresses are called, without asking for SRV records; null
	 * for as usual
	 * @param secure whether its instances speak TLS; null for as usual
	 */
	public record Service(@Nullable String name, @Nullable Integer port, @Nullable Boolean secure) {

		static final Service USUAL = new Service(null, null, null);

	}

	/**
	 * The kinds of address.
	 */
	public enum AddressFamily {

		/** A records. */
		IPV4,

		/** AAAA records. */
		IPV6

	}

}
