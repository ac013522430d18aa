package dev.discovery.backend.dns;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.discovery.model.Instance;
import dev.discovery.model.InvalidInstanceException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;

/**
 * Where a record says that there is somebody.
 *
 * @param host an address or a name; null where a name has no address
 * @param port the port
 * @param origin the SRV record, or null where there is none
 */
record Endpoint(@Nullable String host, int port, @Nullable SRVRecord origin) {

	/** The name that stands in the SRV record. */
	static final String TARGET = "dns.target";

	Instance instance(String serviceId, boolean secure, int rank) {
		if (this.host == null) {
			throw new InvalidInstanceException("the target of an SRV record has no address");
		}
		return Instance.builder(serviceId, this.host, this.port).secure(secure).metadata(metadata(rank)).build();
	}

	private Map<String, @Nullable String> metadata(int rank) {
		Map<String, @Nullable String> metadata = new LinkedHashMap<>();
		if (this.origin != null) {
			if (rank > 0) {
				metadata.put(Instance.PRIORITY, Integer.toString(rank));
			}
			metadata.put(Instance.WEIGHT, Integer.toString(this.origin.getWeight()));
			metadata.put(TARGET, text(this.origin.getTarget()));
		}
		return metadata;
	}

	/** What tells it from others. */
	String address() {
		return ((this.host != null) ? this.host : String.valueOf(this.origin)) + ":" + this.port;
	}

	int priority() {
		return (this.origin != null) ? this.origin.getPriority() : 0;
	}

	static String text(Name name) {
		return name.toString(true);
	}

}
