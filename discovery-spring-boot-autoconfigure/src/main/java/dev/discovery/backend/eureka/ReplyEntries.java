package dev.discovery.backend.eureka;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Entries;
import dev.discovery.backend.RegistryJson;
import dev.discovery.backend.eureka.RegistryCopy.Entry;
import dev.discovery.model.Instance;
import dev.discovery.model.Sharing;
import tools.jackson.databind.JsonNode;

/**
 * Reads the entries out of an answer. One that is bad keeps its place without an
 * instance, so that counts stay right.
 */
final class ReplyEntries {

	private final BackendRuntime runtime;

	ReplyEntries(BackendRuntime runtime) {
		this.runtime = runtime;
	}

	List<Entry> of(ApplicationsReply reply) {
		List<Entry> entries = new ArrayList<>();
		Sharing sharing = new Sharing();
		for (ApplicationsReply.Application application : reply.list()) {
			String name = (application.name() != null) ? application.name() : "";
			for (JsonNode node : application.instances()) {
				entries.add(entry(name.toLowerCase(Locale.ROOT), node, sharing));
			}
		}
		return entries;
	}

	private Entry entry(String app, JsonNode node, Sharing sharing) {
		String id = id(node);
		boolean deleted = "DELETED".equals(node.path("actionType").asString(""));
		List<String> names = new ArrayList<>();
		List<Instance> instances = Entries.collect(this.runtime, List.of(node), (any) -> {
			InstanceInfo info = RegistryJson.convert(node, InstanceInfo.class);
			names.addAll(EurekaDialect.names(app, info));
			return EurekaDialect.instance(app, id, info);
		});
		// a signature covers the application, not its other names
		boolean nameless = names.isEmpty() || this.runtime.trust().isEnforcing();
		return new Entry(app + "/" + id, node.path("status").asString("UNKNOWN"), deleted,
				nameless ? Set.of(app) : Set.copyOf(names),
				instances.isEmpty() ? null : sharing.apply(instances.get(0)));
	}

	/**
	 * Clients from before there were ids are told apart by their host.
	 */
	private static String id(JsonNode node) {
		String id = node.path("instanceId").asString("");
		return id.isBlank() ? node.path("hostName").asString("") : id;
	}

}
