package dev.discovery.backend.gossip;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.MirrorSink;
import dev.discovery.model.Instance;

/**
 * Who is told of each change. Not safe for use by several threads.
 */
final class Followers {

	private final Set<Session> sessions = new LinkedHashSet<>();

	void add(Session session, Map<String, List<Instance>> all) {
		if (!session.end().isDone()) {
			this.sessions.add(session);
			session.sink().replaceAll(all);
		}
	}

	void remove(Session session) {
		this.sessions.remove(session);
	}

	void tell(Set<String> services, Supplier<Map<String, List<Instance>>> all) {
		if (!services.isEmpty() && !this.sessions.isEmpty()) {
			Map<String, List<Instance>> now = all.get();
			List.copyOf(this.sessions)
				.forEach((session) -> services
					.forEach((serviceId) -> session.sink().replace(serviceId, now.getOrDefault(serviceId, List.of()))));
		}
	}

	void fail(BackendException cause) {
		List.copyOf(this.sessions).forEach((session) -> session.end().completeExceptionally(cause));
	}

	/**
	 * One that is told, and what ends that.
	 */
	record Session(MirrorSink sink, CompletableFuture<Duration> end) {

		static Session of(MirrorSink sink) {
			return new Session(sink, new CompletableFuture<>());
		}

	}

}
