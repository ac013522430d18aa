package dev.discovery.backend.consul;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.RegistryWriter;
import dev.discovery.backend.consul.ConsulRegistration.Check;
import dev.discovery.backend.http.LinkedFuture;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.http.RegistryReply;
import dev.discovery.backend.http.RegistryRequest;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Registers with one agent. OUT_OF_SERVICE is Consul's maintenance mode; so is whatever
 * isn't UP where there is no check to fail.
 */
final class ConsulWriter implements RegistryWriter {

	/** What older agents say in words, with a status of 500. */
	private static final List<String> UNKNOWN = List.of("does not have associated TTL", "Unknown check",
			"Unknown service", "No service registered");

	private final RegistryHttpClient http;

	private final ConsulSettings settings;

	private final ServiceDefinitions definitions;

	private final boolean ttl;

	/**
	 * Who was put into maintenance by us and not by somebody else, by id: false while
	 * that or its end is under way, or has failed, since it may have been done all the
	 * same.
	 */
	private final Map<String, Boolean> inMaintenance = new ConcurrentHashMap<>();

	ConsulWriter(RegistryHttpClient http, ConsulSettings settings) {
		this.http = http;
		this.settings = settings;
		this.definitions = new ServiceDefinitions(settings.registration());
		this.ttl = settings.registration().check() instanceof Check.Ttl;
	}

	/**
	 * Checks that are there under this id and not wanted go, among them a maintenance
	 * that was left by a crash.
	 */
	@Override
	public CompletionStage<Void> put(Instance self, Health health) {
		List<ServiceDefinition> wanted = this.definitions.of(self, health);
		return this.http.onOwnThread(() -> {
			this.inMaintenance.remove(self.getInstanceId());
			return register(wanted, "true").thenCompose((registered) -> maintain(self, health))
				.thenAccept(ConsulWriter::requireKnown);
		});
	}

	/**
	 * A maintenance is a check, and checks that are there stay; the agent also keeps the
	 * status of ours, so what it is now is said after it.
	 */
	@Override
	public CompletionStage<Void> refresh(Instance self, Health health) {
		return register(this.definitions.of(self, health), null).thenCompose((registered) -> renew(self, health))
			.thenAccept(ConsulWriter::requireKnown);
	}

	private CompletionStage<Boolean> register(List<ServiceDefinition> wanted, @Nullable String replaceChecks) {
		ConsulQuery query = query("/v1/agent/service/register", "").with("replace-existing-checks", replaceChecks);
		CompletionStage<Boolean> done = LinkedFuture.completed(true);
		for (ServiceDefinition definition : wanted) {
			RegistryRequest request = request("PUT", query, definition.toJson());
			done = done.thenCompose((before) -> exchange(request, definition.name())).thenApply((reply) -> true);
		}
		return done;
	}

	private static void requireKnown(boolean known) {
		if (!known) {
			throw new BackendException(Kind.UNAVAILABLE, "the agent has lost the registration again");
		}
	}

	@Override
	public CompletionStage<Boolean> renew(Instance self, Health health) {
		boolean leaving = isMaintenance(health);
		CompletionStage<Boolean> first = leaving ? maintain(self, health) : beat(self, health);
		return first.thenCompose((known) -> {
			if (!known) {
				return LinkedFuture.completed(false);
			}
			return leaving ? beat(self, health) : maintain(self, health);
		});
	}

	@Override
	public CompletionStage<Void> remove(Instance self) {
		this.inMaintenance.remove(self.getInstanceId());
		CompletionStage<Boolean> done = LinkedFuture.completed(true);
		for (String id : this.definitions.ids(self)) {
			done = done
				.thenCompose((before) -> send("PUT", query("/v1/agent/service/deregister/", id), self.getServiceId()));
		}
		return done.thenAccept((known) -> {
		});
	}

	/**
	 * Gives word, or looks whether the agent still knows the instance.
	 * @return whether it does
	 */
	private CompletionStage<Boolean> beat(Instance self, Health health) {
		CompletionStage<Boolean> all = LinkedFuture.completed(true);
		for (String id : this.definitions.ids(self)) {
			all = all.thenCompose((known) -> known ? beat(id, self, health) : LinkedFuture.completed(false));
		}
		return all;
	}

	private CompletionStage<Boolean> beat(String id, Instance self, Health health) {
		if (!this.ttl) {
			return send("GET", query("/v1/agent/service/", id), self.getServiceId());
		}
		String word = switch (ServiceDefinitions.status(health)) {
			case "passing" -> "pass";
			case "warning" -> "warn";
			default -> "fail";
		};
		ConsulQuery query = query("/v1/agent/check/" + word + "/", ServiceDefinitions.checkId(id)).with("note",
				health.name());
		return send("PUT", query, self.getServiceId());
	}

	private CompletionStage<Boolean> maintain(Instance self, Health health) {
		String id = self.getInstanceId();
		boolean wanted = isMaintenance(health);
		Boolean known = this.inMaintenance.get(id);
		if (wanted ? Boolean.TRUE.equals(known) : known == null) {
			return LinkedFuture.completed(true);
		}
		this.inMaintenance.put(id, false);
		ConsulQuery query = query("/v1/agent/service/maintenance/", id).with("enable", Boolean.toString(wanted))
			.with("reason", wanted ? "The application reports " + health : null);
		return send("PUT", query, self.getServiceId()).thenApply((there) -> {
			if (there && wanted) {
				this.inMaintenance.put(id, true);
			}
			else {
				this.inMaintenance.remove(id);
			}
			return there;
		});
	}

	private boolean isMaintenance(Health health) {
		return health == Health.OUT_OF_SERVICE || (!this.ttl && health != Health.UP);
	}

	private ConsulQuery query(String path, String segment) {
		return ConsulQuery.of(this.settings.tenancy(), path, segment);
	}

	/**
	 * Asks the agent.
	 * @return whether it knows what the question is about
	 */
	private CompletionStage<Boolean> send(String method, ConsulQuery query, String serviceName) {
		return exchange(request(method, query, null).accepting(404, 500), serviceName).thenApply(ConsulWriter::isKnown);
	}

	private RegistryRequest request(String method, ConsulQuery query, @Nullable String body) {
		return RegistryRequest.of(method, query.at(this.settings.urls().get(0)), body);
	}

	private CompletionStage<RegistryReply> exchange(RegistryRequest request, String serviceName) {
		return this.http.exchange(request).exceptionally((failure) -> {
			throw new CompletionException(
					ConsulPermissions.explained(failure, "service:write on \"" + serviceName + "\""));
		});
	}

	private static boolean isKnown(RegistryReply reply) {
		if (reply.status() == 500) {
			String words = reply.text();
			if (UNKNOWN.stream().anyMatch(words::contains)) {
				return false;
			}
			throw new BackendException(Kind.UNAVAILABLE, reply.toString());
		}
		return reply.status() != 404;
	}

}
