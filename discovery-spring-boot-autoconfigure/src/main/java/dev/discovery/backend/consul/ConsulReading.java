package dev.discovery.backend.consul;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How services are read from Consul.
 *
 * @param maxWait how long a blocking query is held while nothing changes
 * @param maxPolls how many blocking queries are held at once, whatever the number of
 * services: the agent allows one client address 200 connections
 * @param consistency who may answer
 * @param warningIsUp whether an instance whose worst check is a warning gets calls
 * @param near sort by round-trip time from this node, {@code _agent} for the agent's own;
 * null for the order of ids
 * @param taggedAddress which tagged address to call instances at, such as {@code lan} or
 * {@code wan}; null for the service's plain address
 * @param byDefault which instances are wanted
 * @param services which instances are wanted of single services, by service id
 */
public record ConsulReading(Duration maxWait, int maxPolls, Consistency consistency, boolean warningIsUp,
		@Nullable String near, @Nullable String taggedAddress, Selection byDefault, Map<String, Selection> services) {

	/**
	 * What is right for nearly everybody: waits of 55 s, 64 at once, any server may
	 * answer, passing instances only.
	 */
	public static final ConsulReading DEFAULT = new ConsulReading(Duration.ofSeconds(55), 64, Consistency.STALE, false,
			null, null, Selection.ALL, Map.of());

	/**
	 * Copies the map.
	 */
	public ConsulReading {
		services = Map.copyOf(services);
	}

	Selection selection(String serviceId) {
		return this.services.getOrDefault(serviceId, this.byDefault);
	}

	/**
	 * Who may answer a question.
	 */
	public enum Consistency {

		/** Any server, even one that lags behind: the cheapest, and always there. */
		STALE,

		/** The leader, as far as it knows. */
		DEFAULT,

		/** The leader, once a quorum has confirmed that it is. */
		CONSISTENT

	}

	/**
	 * Which instances of a service are wanted.
	 *
	 * @param datacenters where to look, the own first: the next one counts only while
	 * those before it have no instance that is UP. Empty for the agent's own
	 * @param tags tags that an instance must all have
	 * @param filter an expression of Consul's filter language over health entries, such
	 * as {@code Service.Meta.version == "2"}
	 */
	public record Selection(List<String> datacenters, List<String> tags, @Nullable String filter) {

		/**
		 * All instances in the agent's own datacenter.
		 */
		public static final Selection ALL = new Selection(List.of(), List.of(), null);

		/**
		 * Copies the lists.
		 */
		public Selection {
			datacenters = List.copyOf(datacenters);
			tags = List.copyOf(tags);
		}

	}

}
