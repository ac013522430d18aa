package dev.discovery.backend.kubernetes;

import java.util.List;

import dev.discovery.backend.http.JsonFields;
import dev.discovery.backend.http.JsonShape;
import dev.discovery.backend.kubernetes.EndpointSlice.Conditions;
import dev.discovery.backend.kubernetes.EndpointSlice.Endpoint;
import dev.discovery.backend.kubernetes.EndpointSlice.Target;
import org.jspecify.annotations.Nullable;

/**
 * Reads endpoint slices.
 */
final class EndpointSliceReader extends JsonShape<EndpointSlice> {

	@Override
	protected EndpointSlice read(JsonFields fields) {
		ObjectMeta metadata = null;
		String addressType = null;
		List<Endpoint> endpoints = null;
		List<NamedPort> ports = null;
		for (String name = fields.next(); name != null; name = fields.next()) {
			switch (name) {
				case "metadata" -> {
					metadata = fields.value(ObjectMeta.class);
				}
				case "addressType" -> {
					addressType = fields.text();
				}
				case "endpoints" -> {
					endpoints = fields.objects(EndpointSliceReader::endpoint);
				}
				case "ports" -> {
					ports = fields.list((port) -> port.value(NamedPort.class));
				}
				default -> fields.skip();
			}
		}
		return new EndpointSlice(fields.required(metadata, "metadata"), addressType,
				(endpoints != null) ? endpoints : List.of(), (ports != null) ? ports : List.of());
	}

	private static Endpoint endpoint(JsonFields fields) {
		String address = null;
		Conditions conditions = null;
		String nodeName = null;
		String zone = null;
		List<@Nullable String> hints = null;
		Target target = null;
		for (String name = fields.next(); name != null; name = fields.next()) {
			switch (name) {
				case "addresses" -> {
					address = fields.first(JsonFields::text);
				}
				case "conditions" -> {
					conditions = fields.object(EndpointSliceReader::conditions);
				}
				case "nodeName" -> {
					nodeName = fields.text();
				}
				case "zone" -> {
					zone = fields.text();
				}
				case "hints" -> {
					hints = fields.object(EndpointSliceReader::hints);
				}
				case "targetRef" -> {
					target = fields.object(EndpointSliceReader::target);
				}
				default -> fields.skip();
			}
		}
		return new Endpoint(address, (conditions != null) ? conditions : Conditions.NONE, nodeName, zone, hints,
				target);
	}

	private static Conditions conditions(JsonFields fields) {
		Boolean ready = null;
		Boolean serving = null;
		Boolean terminating = null;
		for (String name = fields.next(); name != null; name = fields.next()) {
			switch (name) {
				case "ready" -> {
					ready = fields.flag();
				}
				case "serving" -> {
					serving = fields.flag();
				}
				case "terminating" -> {
					terminating = fields.flag();
				}
				default -> fields.skip();
			}
		}
		return Conditions.of(!Boolean.FALSE.equals(ready), Boolean.TRUE.equals(serving),
				Boolean.TRUE.equals(terminating));
	}

	private static Target target(JsonFields fields) {
		String own = null;
		String uid = null;
		for (String name = fields.next(); name != null; name = fields.next()) {
			switch (name) {
				case "name" -> {
					own = fields.text();
				}
				case "uid" -> {
					uid = fields.text();
				}
				default -> fields.skip();
			}
		}
		return new Target(own, uid);
	}

	private static @Nullable List<@Nullable String> hints(JsonFields fields) {
		return fields.only("forZones", (zones) -> zones.objects((zone) -> zone.only("name", JsonFields::text)));
	}

}
