package dev.discovery.backend.consul;

import java.util.List;
import java.util.Map;

import dev.discovery.backend.consul.HealthEntry.Check;
import dev.discovery.backend.consul.HealthEntry.Node;
import dev.discovery.backend.consul.HealthEntry.Service;
import dev.discovery.backend.consul.HealthEntry.TaggedAddress;
import dev.discovery.backend.consul.HealthEntry.Weights;
import dev.discovery.backend.http.JsonFields;
import dev.discovery.backend.http.JsonShape;
import org.jspecify.annotations.Nullable;

/**
 * Reads elements of the answer to {@code /v1/health/service}.
 */
final class HealthEntryReader extends JsonShape<HealthEntry> {

	@Override
	protected HealthEntry read(JsonFields fields) {
		Node node = null;
		Service service = null;
		List<Check> checks = null;
		for (String name = fields.next(); name != null; name = fields.next()) {
			switch (name) {
				case "Node" -> {
					node = fields.object(HealthEntryReader::node);
				}
				case "Service" -> {
					service = fields.object(HealthEntryReader::service);
				}
				case "Checks" -> {
					checks = fields.objects(HealthEntryReader::check);
				}
				default -> fields.skip();
			}
		}
		return new HealthEntry(fields.required(node, "a node"), fields.required(service, "a service"),
				(checks != null) ? checks : List.of());
	}

	private static Node node(JsonFields fields) {
		String own = null;
		String address = null;
		Map<String, @Nullable String> taggedAddresses = null;
		Map<String, @Nullable String> meta = null;
		for (String name = fields.next(); name != null; name = fields.next()) {
			switch (name) {
				case "Node" -> {
					own = fields.text();
				}
				case "Address" -> {
					address = fields.text();
				}
				case "TaggedAddresses" -> {
					taggedAddresses = fields.texts();
				}
				case "Meta" -> {
					meta = fields.texts();
				}
				default -> fields.skip();
			}
		}
		return new Node(own, address, taggedAddresses, meta);
	}

	private static Service service(JsonFields fields) {
		String id = null;
		String address = null;
		Integer port = null;
		Map<String, @Nullable TaggedAddress> taggedAddresses = null;
		List<@Nullable String> tags = null;
		Map<String, @Nullable String> meta = null;
		Weights weights = null;
		for (String name = fields.next(); name != null; name = fields.next()) {
			switch (name) {
				case "ID" -> {
					id = fields.text();
				}
				case "Address" -> {
					address = fields.text();
				}
				case "Port" -> {
					port = fields.number();
				}
				case "TaggedAddresses" -> {
					taggedAddresses = fields.map((value) -> value.object(HealthEntryReader::taggedAddress));
				}
				case "Tags" -> {
					tags = fields.list(JsonFields::text);
				}
				case "Meta" -> {
					meta = fields.texts();
				}
				case "Weights" -> {
					weights = fields.object(HealthEntryReader::weights);
				}
				default -> fields.skip();
			}
		}
		return new Service(id, address, port, taggedAddresses, tags, meta, weights);
	}

	private static TaggedAddress taggedAddress(JsonFields fields) {
		String address = null;
		Integer port = null;
		for (String name = fields.next(); name != null; name = fields.next()) {
			switch (name) {
				case "Address" -> {
					address = fields.text();
				}
				case "Port" -> {
					port = fields.number();
				}
				default -> fields.skip();
			}
		}
		return new TaggedAddress(address, port);
	}

	private static Weights weights(JsonFields fields) {
		Integer passing = null;
		Integer warning = null;
		for (String name = fields.next(); name != null; name = fields.next()) {
			switch (name) {
				case "Passing" -> {
					passing = fields.number();
				}
				case "Warning" -> {
					warning = fields.number();
				}
				default -> fields.skip();
			}
		}
		return new Weights(fields.required(passing, "a weight"), fields.required(warning, "a weight"));
	}

	private static Check check(JsonFields fields) {
		String id = null;
		String text = null;
		for (String name = fields.next(); name != null; name = fields.next()) {
			switch (name) {
				case "CheckID" -> {
					id = fields.text();
				}
				case "Status" -> {
					text = fields.text();
				}
				default -> fields.skip();
			}
		}
		return new Check(id, text);
	}

}
