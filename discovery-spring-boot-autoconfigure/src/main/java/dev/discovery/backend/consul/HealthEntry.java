package dev.discovery.backend.consul;

import java.util.List;
import java.util.Map;

import dev.discovery.backend.JsonFields;
import dev.discovery.backend.JsonShape;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * An element of the answer to {@code /v1/health/service}: an instance, the node that it
 * was registered on, and the checks of both.
 */
@JsonDeserialize(using = HealthEntry.Reader.class)
record HealthEntry(Node node, Service service, List<Check> checks) {

	private static final String CRITICAL = "critical";

	/**
	 * The worst of all checks; maintenance is a check that stands above the others.
	 */
	Status status() {
		Status worst = Status.PASSING;
		for (Check check : this.checks) {
			Status status = check.status();
			worst = (status.compareTo(worst) > 0) ? status : worst;
		}
		return worst;
	}

	enum Status {

		PASSING, WARNING, CRITICAL, MAINTENANCE

	}

	static final class Reader extends JsonShape<HealthEntry> {

		@Override
		protected HealthEntry read(JsonFields fields) {
			Node node = null;
			Service service = null;
			List<Check> checks = null;
			for (String name = fields.next(); name != null; name = fields.next()) {
				switch (name) {
					case "Node" -> node = fields.object(Node::read);
					case "Service" -> service = fields.object(Service::read);
					case "Checks" -> checks = fields.objects(Check::read);
					default -> fields.skip();
				}
			}
			return new HealthEntry(fields.required(node, "a node"), fields.required(service, "a service"),
					(checks != null) ? checks : List.of());
		}

	}

	record Node(@Nullable String name, @Nullable String address,
			@Nullable Map<String, @Nullable String> taggedAddresses, @Nullable Map<String, @Nullable String> meta) {

		static Node read(JsonFields fields) {
			String own = null;
			String address = null;
			Map<String, @Nullable String> taggedAddresses = null;
			Map<String, @Nullable String> meta = null;
			for (String name = fields.next(); name != null; name = fields.next()) {
				switch (name) {
					case "Node" -> own = fields.text();
					case "Address" -> address = fields.text();
					case "TaggedAddresses" -> taggedAddresses = fields.texts();
					case "Meta" -> meta = fields.texts();
					default -> fields.skip();
				}
			}
			return new Node(own, address, taggedAddresses, meta);
		}

	}

	record Service(@Nullable String id, @Nullable String address, @Nullable Integer port,
			@Nullable Map<String, @Nullable TaggedAddress> taggedAddresses, @Nullable List<@Nullable String> tags,
			@Nullable Map<String, @Nullable String> meta, @Nullable Weights weights) {

		static Service read(JsonFields fields) {
			String id = null;
			String address = null;
			Integer port = null;
			Map<String, @Nullable TaggedAddress> taggedAddresses = null;
			List<@Nullable String> tags = null;
			Map<String, @Nullable String> meta = null;
			Weights weights = null;
			for (String name = fields.next(); name != null; name = fields.next()) {
				switch (name) {
					case "ID" -> id = fields.text();
					case "Address" -> address = fields.text();
					case "Port" -> port = fields.number();
					case "TaggedAddresses" ->
						taggedAddresses = fields.map((value) -> value.object(TaggedAddress::read));
					case "Tags" -> tags = fields.list(JsonFields::text);
					case "Meta" -> meta = fields.texts();
					case "Weights" -> weights = fields.object(Weights::read);
					default -> fields.skip();
				}
			}
			return new Service(id, address, port, taggedAddresses, tags, meta, weights);
		}

	}

	record TaggedAddress(@Nullable String address, @Nullable Integer port) {

		static TaggedAddress read(JsonFields fields) {
			String address = null;
			Integer port = null;
			for (String name = fields.next(); name != null; name = fields.next()) {
				switch (name) {
					case "Address" -> address = fields.text();
					case "Port" -> port = fields.number();
					default -> fields.skip();
				}
			}
			return new TaggedAddress(address, port);
		}

	}

	record Weights(int passing, int warning) {

		static Weights read(JsonFields fields) {
			Integer passing = null;
			Integer warning = null;
			for (String name = fields.next(); name != null; name = fields.next()) {
				switch (name) {
					case "Passing" -> passing = fields.number();
					case "Warning" -> warning = fields.number();
					default -> fields.skip();
				}
			}
			return new Weights(fields.required(passing, "a weight"), fields.required(warning, "a weight"));
		}

	}

	record Check(@Nullable String id, @Nullable String text) {

		static Check read(JsonFields fields) {
			String id = null;
			String text = null;
			for (String name = fields.next(); name != null; name = fields.next()) {
				switch (name) {
					case "CheckID" -> id = fields.text();
					case "Status" -> text = fields.text();
					default -> fields.skip();
				}
			}
			return new Check(id, text);
		}

		Status status() {
			if ("warning".equals(this.text)) {
				return Status.WARNING;
			}
			if (!CRITICAL.equals(this.text)) {
				return "maintenance".equals(this.text) ? Status.MAINTENANCE : Status.PASSING;
			}
			boolean maintenance = this.id != null
					&& (this.id.equals("_node_maintenance") || this.id.startsWith("_service_maintenance:"));
			return maintenance ? Status.MAINTENANCE : Status.CRITICAL;
		}

	}

}
