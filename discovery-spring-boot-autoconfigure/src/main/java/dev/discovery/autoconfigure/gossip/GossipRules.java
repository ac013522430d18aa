package dev.discovery.autoconfigure.gossip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.model.InvalidDiscoveryPropertyException;

import org.springframework.util.unit.DataSize;

/**
 * What values the properties of gossip may have.
 */
final class GossipRules {

	private static final String PREFIX = GossipProperties.PREFIX;

	private static final int MAX_PORT = 65_535;

	private static final DataSize MIN_SIZE = DataSize.ofKilobytes(1);

	private static final DataSize MAX_SIZE = DataSize.ofMegabytes(1);

	private static final Pattern CLUSTER = Pattern.compile("\\w[\\w.-]{0,62}\\w");

	private static final Pattern SEED = Pattern.compile("[A-Za-z0-9._-]+:(\\d{1,5})");

	private GossipRules() {
	}

	static void cluster(String name) {
		if (!CLUSTER.matcher(name).matches()) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "cluster", name, "is no name of a cluster",
					"Use 2 to 64 letters, digits, '_', '-' and '.', with a letter, a digit or '_' at both ends.");
		}
	}

	static void seeds(List<String> seeds) {
		for (int i = 0; i < seeds.size(); i++) {
			Matcher seed = SEED.matcher(seeds.get(i));
			int number = seed.matches() ? Integer.parseInt(seed.group(1)) : 0;
			if (number < 1 || number > MAX_PORT) {
				throw new InvalidDiscoveryPropertyException(PREFIX + "seeds[" + i + "]", seeds.get(i),
						"is no host and port", "Write it like 10.0.0.1:7946, or like orders-0.orders:7946.");
			}
		}
	}

	static void port(String name, int value) {
		PropertyRules.between(PREFIX + name, value, 0, MAX_PORT, "Use the number of a port, or 0.");
	}

	static void size(DataSize size) {
		if (size.compareTo(MIN_SIZE) < 0 || size.compareTo(MAX_SIZE) > 0) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "max-metadata-size", size.toString(),
					"must be from 1KB to 1MB", "Write it like 16KB.");
		}
	}

	/**
	 * The address to listen on. Waits for DNS where it is a name.
	 */
	static InetAddress address(String text) {
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "bind-address", text, "is no address of this machine",
					"Write it like 10.0.0.1, or remove it for 127.0.0.1.");
		}
	}

}
