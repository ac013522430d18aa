package dev.discovery.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.Reading;
import dev.discovery.backend.RegistryReader;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * A registry that holds questions until something changes, as Consul does, and counts
 * them and the bytes of its answers. Used by one thread.
 */
final class ModelRegistry implements RegistryReader {

	/** As long as an entry of Consul's is in ConsulParseBenchmark. */
	private static final int ENTRY_BYTES = 1_200;

	/** The lines before a body, both ways. */
	private static final int HEADER_BYTES = 600;

	private final Map<String, Service> services = new HashMap<>();

	private final VirtualTime time;

	private final int instances;

	long requests;

	long bytes;

	ModelRegistry(VirtualTime time, int instances) {
		this.time = time;
		this.instances = instances;
	}

	/** One instance is replaced by another: two changes. */
	void replace(String serviceId, int instance) {
		Service service = service(serviceId);
		List<Instance> changed = new ArrayList<>(service.list);
		changed.remove(instance);
		service.change(changed);
		changed = new ArrayList<>(changed);
		changed.add(Population.instance(serviceId, ++service.newest));
		service.change(changed);
	}

	@Override
	public CompletionStage<Reading> read(String serviceId, @Nullable String cursor, Duration maxWait) {
		this.requests++;
		Service service = service(serviceId);
		CompletableFuture<Reading> answer = new CompletableFuture<>();
		if (!Long.toString(service.index).equals(cursor)) {
			service.answer(answer);
		}
		else {
			service.held.add(answer);
			this.time.schedule(() -> service.answer(answer), maxWait);
		}
		return answer;
	}

	@Override
	public CompletionStage<NamesReading> readNames(@Nullable String cursor, Duration maxWait) {
		return new CompletableFuture<>();
	}

	private Service service(String serviceId) {
		return this.services.computeIfAbsent(serviceId, Service::new);
	}

	private final class Service {

		private final List<CompletableFuture<Reading>> held = new ArrayList<>();

		private List<Instance> list;

		private long index = 1;

		private int newest;

		Service(String serviceId) {
			this.list = Population.of(serviceId, ModelRegistry.this.instances, -1);
			this.newest = ModelRegistry.this.instances;
		}

		void change(List<Instance> next) {
			this.list = List.copyOf(next);
			this.index++;
			List<CompletableFuture<Reading>> waiting = List.copyOf(this.held);
			this.held.clear();
			waiting.forEach(this::answer);
		}

		void answer(CompletableFuture<Reading> question) {
			this.held.remove(question);
			if (!question.isDone()) {
				ModelRegistry.this.bytes += HEADER_BYTES + (long) ENTRY_BYTES * this.list.size();
				question.complete(new Reading(this.list, Long.toString(this.index), Duration.ZERO));
			}
		}

	}

}
