package dev.discovery.backend.kubernetes;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * Some of the endpoints of a service; all of them have one kind of address and the same
 * ports.
 */
@JsonDeserialize(using = EndpointSliceReader.class)
record EndpointSlice(ObjectMeta metadata, @Nullable String addressType, List<Endpoint> endpoints,
		List<NamedPort> ports) {

	private static final String SERVICE = "kubernetes.io/service-name";

	/**
	 * The service that it belongs to, if it belongs to any.
	 */
	@Nullable String service() {
		return this.metadata.labels().get(SERVICE);
	}

	/**
	 * An endpoint.
	 *
	 * @param address the first one: all others mean the same
	 * @param hints the zones that it should serve
	 */
	record Endpoint(@Nullable String address, Conditions conditions, @Nullable String nodeName, @Nullable String zone,
			@Nullable List<@Nullable String> hints, @Nullable Target target) {

		boolean isReady() {
			return this.conditions.ready();
		}

		/**
		 * About to end, and serving until then.
		 */
		boolean isServingToTheEnd() {
			return this.conditions.terminating() && this.conditions.serving();
		}

		boolean isTerminating() {
			return this.conditions.terminating();
		}

	}

	/**
	 * How it is.
	 *
	 * @param ready where nothing is said it is
	 */
	record Conditions(boolean ready, boolean serving, boolean terminating) {

		static final Conditions NONE = new Conditions(true, false, false);

		/** What most say. */
		private static final Conditions WELL = new Conditions(true, true, false);

		static Conditions of(boolean ready, boolean serving, boolean terminating) {
			return (ready && serving && !terminating) ? WELL : new Conditions(ready, serving, terminating);
		}

	}

	record Target(@Nullable String name, @Nullable String uid) {
	}

}
