package dev.discovery.backend.eureka;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Entries;
import dev.discovery.backend.eureka.RegistryCopy.Entry;
import dev.discovery.backend.http.JsonElement;
import dev.discovery.model.Instance;
import dev.discovery.model.Sharing;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

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
		InstanceNames names = new InstanceNames();
		for (ApplicationsReply.Application application : reply.list()) {
			String name = (application.name() != null) ? application.name() : "";
			for (JsonElement<ListedInstance> element : application.instances()) {
				entries.add(entry(name.toLowerCase(Locale.ROOT), element, names, sharing));
			}
		}
		return entries;
	}

	private Entry entry(String app, JsonElement<ListedInstance> element, InstanceNames names, Sharing sharing) {
		Label label = Label.of(element);
		List<Instance> instances = Entries.collect(this.runtime, List.of(element),
				(any) -> EurekaDialect.instance(app, label.id(), element.get(), sharing));
		// a signature covers the application, not its other names
		ListedInstance found = this.runtime.trust().isEnforcing() ? null : element.value();
		return new Entry(app + "/" + label.id(), label.status(), "DELETED".equals(label.action()), names.of(app, found),
				instances.isEmpty() ? null : instances.get(0));
	}

	/**
	 * What an entry is known and counted by, whether or not the rest can be read.
	 *
	 * @param id its id; clients from before there were ids are told apart by their host
	 * @param status its status
	 * @param action what a delta says has happened to it
	 */
	private record Label(String id, String status, String action) {

		static Label of(JsonElement<ListedInstance> element) {
			ListedInstance info = element.value();
			JsonNode odd = (element.odd() != null) ? element.odd() : MissingNode.getInstance();
			return (info != null) ? of(info.instanceId(), info.hostName(), info.status(), info.actionType())
					: of(text(odd, "instanceId"), text(odd, "hostName"), text(odd, "status"), text(odd, "actionType"));
		}

		private static Label of(@Nullable String id, @Nullable String host, @Nullable String status,
				@Nullable String action) {
			String known = (id == null || id.isBlank()) ? host : id;
			return new Label((known != null) ? known : "", (status != null) ? status : "UNKNOWN",
					(action != null) ? action : "");
		}

		private static @Nullable String text(JsonNode node, String name) {
			JsonNode value = node.path(name);
			return (value.isValueNode() && !value.isNull()) ? value.asString() : null;
		}

	}

}
