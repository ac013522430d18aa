package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Instance;
import dev.discovery.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A registry on virtual time that holds questions back like Consul, can be broken in any
 * way, and counts what it is asked.
 */
final class ScriptedRegistry implements RegistryReader {

	private final Scheduler time;

	private final Map<String, Map<String, Instance>> services = new TreeMap<>();

	private final List<Runnable> held = new ArrayList<>();

	/** Every question, as "what cursor". */
	final List<String> asked = new ArrayList<>();

	private final Map<String, BackendException> broken = new TreeMap<>();

	private @Nullable BackendException failure;

	Duration latency = Duration.ofMillis(1);

	long index = 1;

	ScriptedRegistry(Scheduler time) {
		this.time = time;
	}

	void put(Instance instance) {
		this.services.computeIfAbsent(instance.getServiceId(), (id) -> new TreeMap<>())
			.put(instance.getInstanceId(), instance);
		changed();
	}

	void remove(Instance instance) {
		Map<String, Instance> service = this.services.get(instance.getServiceId());
		if (service != null) {
			service.remove(instance.getInstanceId());
			this.services.values().removeIf(Map::isEmpty);
		}
		changed();
	}

	List<Instance> instances(String serviceId) {
		return List.copyOf(this.services.getOrDefault(serviceId, Map.of()).values());
	}

	Map<String, List<Instance>> all() {
		Map<String, List<Instance>> all = new TreeMap<>();
		this.services.forEach((id, instances) -> all.put(id, List.copyOf(instances.values())));
		return all;
	}

	/**
	 * What a {@link MirrorBackend} asks: everything, once a second.
	 */
	CompletableFuture<Duration> fetch(MirrorSink sink) {
		if (this.failure != null) {
			return CompletableFuture.failedFuture(this.failure);
		}
		sink.replaceAll(all(), this.broken);
		return CompletableFuture.completedFuture(Duration.ofSeconds(1));
	}

	void fail(@Nullable BackendException failure) {
		this.failure = failure;
		wake();
	}

	void fail(Kind kind) {
		fail(new BackendException(kind, "scripted"));
	}

	void mend() {
		fail((BackendException) null);
	}

	void breakService(String serviceId, Kind kind) {
		breakService(serviceId, new BackendException(kind, "scripted for " + serviceId));
	}

	void breakService(String serviceId, BackendException failure) {
		this.broken.put(serviceId, failure);
		wake();
	}

	void mendService(String serviceId) {
		this.broken.remove(serviceId);
	}

	@Nullable BackendException failure() {
		return this.failure;
	}

	private void changed() {
		this.index++;
		wake();
	}

	private void wake() {
		List<Runnable> all = new ArrayList<>(this.held);
		this.held.clear();
		all.forEach((question) -> this.time.schedule(question, this.latency));
	}

	@Override
	public CompletionStage<Reading> read(String serviceId, @Nullable String cursor, Duration maxWait) {
		CompletableFuture<Reading> answer = new CompletableFuture<>();
		ask(serviceId, cursor, maxWait, answer, () -> new Reading(instances(serviceId), cursor(), Duration.ZERO));
		return answer;
	}

	@Override
	public CompletionStage<NamesReading> readNames(@Nullable String cursor, Duration maxWait) {
		CompletableFuture<NamesReading> answer = new CompletableFuture<>();
		ask("*", cursor, maxWait, answer, () -> new NamesReading(this.services.keySet(), cursor(), Duration.ZERO));
		return answer;
	}

	private <T> void ask(String what, @Nullable String cursor, Duration maxWait, CompletableFuture<T> answer,
			Supplier<T> truth) {
		this.asked.add(what + " " + cursor);
		Runnable reply = () -> {
			BackendException failure = (this.failure != null) ? this.failure : this.broken.get(what);
			if (failure != null) {
				answer.completeExceptionally(failure);
			}
			else {
				answer.complete(truth.get());
			}
		};
		boolean fine = this.failure == null && !this.broken.containsKey(what);
		if (fine && cursor().equals(cursor)) {
			this.held.add(reply);
			this.time.schedule(() -> {
				if (this.held.remove(reply)) {
					reply.run();
				}
			}, maxWait);
		}
		else {
			this.time.schedule(reply, this.latency);
		}
	}

	private String cursor() {
		return "i" + this.index;
	}

}
