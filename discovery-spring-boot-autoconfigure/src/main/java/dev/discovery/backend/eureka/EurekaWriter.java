package dev.discovery.backend.eureka;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.RegistryWriter;
import dev.discovery.backend.http.LinkedFuture;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Registers an instance. A server believes a registration only as far as it agrees with
 * what it was told before: an instance that was UP can't take itself out by registering
 * again, nor come back. So once it is registered, whatever isn't UP is a status override,
 * which is taken away again when it is.
 */
final class EurekaWriter implements RegistryWriter {

	private static final int NOT_FOUND = 404;

	private final EurekaServers servers;

	private final Registrations registrations;

	/**
	 * The health that the servers were told last, by instance id. None while a change of
	 * it is under way, or has failed: it may have been made all the same.
	 */
	private final Map<String, Health> told = new ConcurrentHashMap<>();

	/** The ids under which nothing is left that isn't ours. */
	private final Set<String> cleared = ConcurrentHashMap.newKeySet();

	EurekaWriter(EurekaServers servers, EurekaRegistration registration) {
		this.servers = servers;
		this.registrations = new Registrations(registration);
	}

	/**
	 * What is left under this id goes first; the first time all of it: a registration
	 * from when the clock was ahead would be believed more than a new one.
	 */
	@Override
	public CompletionStage<Void> put(Instance self, Health health) {
		String initial = (health == Health.UP) ? "UP" : "STARTING";
		boolean first = !this.cleared.contains(self.getInstanceId());
		this.told.remove(self.getInstanceId());
		String leftover = path(self) + (first ? "" : "/status?value=" + initial);
		return send("DELETE", leftover, null).thenCompose((had) -> register(self, initial))
			.thenCompose(
					(done) -> status(health).equals(initial) ? LinkedFuture.completed(true) : override(self, health))
			.thenAccept((known) -> {
				if (!known) {
					throw new BackendException(Kind.UNAVAILABLE, "the server has lost the registration again");
				}
				this.cleared.add(self.getInstanceId());
				this.told.put(self.getInstanceId(), health);
			});
	}

	/**
	 * A registration leaves overrides as they are.
	 */
	@Override
	public CompletionStage<Void> refresh(Instance self, Health health) {
		if (health != this.told.get(self.getInstanceId())) {
			return put(self, health);
		}
		return register(self, status(health)).thenAccept((known) -> {
		});
	}

	@Override
	public CompletionStage<Boolean> renew(Instance self, Health health) {
		if (health == this.told.get(self.getInstanceId())) {
			return send("PUT", path(self) + this.registrations.heartbeat(self, status(health)), null);
		}
		this.told.remove(self.getInstanceId());
		CompletionStage<Boolean> change = (health == Health.UP) ? release(self) : override(self, health);
		return change.thenApply((known) -> {
			if (known) {
				this.told.put(self.getInstanceId(), health);
			}
			return known;
		});
	}

	@Override
	public CompletionStage<Void> remove(Instance self) {
		this.cleared.remove(self.getInstanceId());
		this.told.remove(self.getInstanceId());
		return send("DELETE", path(self), null).thenAccept((known) -> {
		});
	}

	private CompletionStage<Boolean> override(Instance self, Health health) {
		return send("PUT", path(self) + "/status?value=" + status(health), null);
	}

	/**
	 * Where there was no override, but a registration as STARTING, only the second has an
	 * effect.
	 */
	private CompletionStage<Boolean> release(Instance self) {
		return send("DELETE", path(self) + "/status?value=UP", null)
			.thenCompose((known) -> known ? register(self, "UP") : LinkedFuture.completed(false));
	}

	private CompletionStage<Boolean> register(Instance self, String status) {
		return send("POST", Registrations.path(self), this.registrations.body(self, status));
	}

	private static String path(Instance self) {
		return Registrations.path(self) + "/" + Registrations.escape(self.getInstanceId());
	}

	/**
	 * A server takes an override with UNKNOWN for none, and asks to be told again.
	 */
	private static String status(Health health) {
		return (health == Health.UNKNOWN) ? Health.DOWN.name() : health.name();
	}

	/**
	 * Asks the first server that answers.
	 * @return whether it knows what the question is about
	 */
	private CompletionStage<Boolean> send(String method, String path, @Nullable String body) {
		return this.servers.exchange(method, path, body, NOT_FOUND).thenApply((reply) -> reply.status() != NOT_FOUND);
	}

}
