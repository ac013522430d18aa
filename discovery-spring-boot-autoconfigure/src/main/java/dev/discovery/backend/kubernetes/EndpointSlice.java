package dev.discovery.backend.kubernetes;

import java.util.List;

import dev.discovery.backend.JsonFields;
import dev.discovery.backend.JsonShape;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * Some of the endpoints of a service; all of them have one kind of address and the same
 * ports.
 */
@JsonDeserialize(using = EndpointSlice.Reader.class)
record EndpointSlice(ObjectMeta metadata, @Nullable String addressType, List<Endpoint> endpoints,
		List<NamedPort> ports) {

	private static final String SERVICE = "kubernetes.io/service-name";

	/**
	 * The service that it belongs to, if it belongs to any.
	 */
	@Nullable String service() {
		return this.metadata.labels().get(SERVICE);
	}

	static final class Reader extends JsonShape<EndpointSlice> {

		@Override
		protected EndpointSlice read(JsonFields fields) {
			ObjectMeta metadata = null;
			String addressType = null;
			List<Endpoint> endpoints = null;
			List<NamedPort> ports = null;
			for (String name = fields.next(); name != null; name = fields.next()) {
				switch (name) {
					case "metadata" -> metadata = fields.value(ObjectMeta.class);
					case "addressType" -> addressType = fields.text();
					case "endpoints" -> endpoints = fields.objects(Endpoint::read);
					case "ports" -> ports = fields.list((port) -> port.value(NamedPort.class));
					default -> fields.skip();
				}
			}
			return new EndpointSlice(fields.required(metadata, "metadata"), addressType,
					(endpoints != null) ? endpoints : List.of(), (ports != null) ? ports : List.of());
		}

	}

	/**
	 * An endpoint.
	 *
	 * @param address the first one: all others mean the same
	 * @param hints the zones that it should serve
	 */
	record Endpoint(@Nullable String address, Conditions conditions, @Nullable String nodeName, @Nullable String zone,
			@Nullable List<@Nullable String> hints, @Nullable Target target) {

		static Endpoint read(JsonFields fields) {
			List<@Nullable String> addresses = null;
			Conditions conditions = null;
			String nodeName = null;
			String zone = null;
			List<@Nullable String> hints = null;
			Target target = null;
			for (String name = fields.next(); name != null; name = fields.next()) {
				switch (name) {
					case "addresses" -> addresses = fields.list(JsonFields::text);
					case "conditions" -> conditions = fields.object(Conditions::read);
					case "nodeName" -> nodeName = fields.text();
					case "zone" -> zone = fields.text();
					case "hints" -> hints = fields.object(Endpoint::hints);
					case "targetRef" -> target = fields.object(Target::read);
					default -> fields.skip();
				}
			}
			return new Endpoint((addresses != null && !addresses.isEmpty()) ? addresses.get(0) : null,
					(conditions != null) ? conditions : Conditions.NONE, nodeName, zone, hints, target);
		}

		private static @Nullable List<@Nullable String> hints(JsonFields fields) {
			return fields.only("forZones",
					(zones) -> zones.objects((zone) -> zone.only("name", JsonFields::text)));
		}

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

		static Conditions read(JsonFields fields) {
			Boolean ready = null;
			Boolean serving = null;
			Boolean terminating = null;
			for (String name = fields.next(); name != null; name = fields.next()) {
				switch (name) {
					case "ready" -> ready = fields.flag();
					case "serving" -> serving = fields.flag();
					case "terminating" -> terminating = fields.flag();
					default -> fields.skip();
				}
			}
			return new Conditions(!Boolean.FALSE.equals(ready), Boolean.TRUE.equals(serving),
					Boolean.TRUE.equals(terminating));
		}

	}

	record Target(@Nullable String name, @Nullable String uid) {

		static Target read(JsonFields fields) {
			String own = null;
			String uid = null;
			for (String name = fields.next(); name != null; name = fields.next()) {
				switch (name) {
					case "name" -> own = fields.text();
					case "uid" -> uid = fields.text();
					default -> fields.skip();
				}
			}
			return new Target(own, uid);
		}

	}

}
