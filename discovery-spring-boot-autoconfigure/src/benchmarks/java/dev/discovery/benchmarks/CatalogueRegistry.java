package dev.discovery.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.discovery.backend.Reading;
import dev.discovery.backend.RegistryReader;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * A registry of one region that holds questions until something changes. As with Consul
 * the question for all names wakes whenever any service changes. Used by one thread.
 */
final class CatalogueRegistry implements RegistryReader {

	/** The lines before a body, both ways, as in ModelRegistry. */
	private static final int HEADER_BYTES = 600;

	/** A name of a service and a tag, quoted. */
	private static final int NAME_BYTES = 40;

	private static final String NAMES = "";

	private final VirtualTime time;

	private final Set<String> services;

	private final Map<String, Topic> topics = new HashMap<>();

	long requests;

	long forAbsent;

	long forNames;

	/** Of answers about names and about services that aren't here. */
	long bytes;

	CatalogueRegistry(VirtualTime time, Set<String> services) {
		this.time = time;
		this.services = Set.copyOf(services);
	}

	Set<String> services() {
		return this.services;
	}

	/** An instance of it comes or goes. */
	void change(String serviceId) {
		topic(serviceId).change();
		topic(NAMES).change();
	}

	@Override
	public CompletionStage<Reading> read(String serviceId, @Nullable String cursor, Duration maxWait) {
		this.requests++;
		boolean here = this.services.contains(serviceId);
		if (!here) {
			this.forAbsent++;
			this.bytes += HEADER_BYTES;
		}
		List<Instance> list = here ? Population.of(serviceId, 1, -1) : List.of();
		return ask(topic(serviceId), cursor, maxWait,
				() -> new Reading(list, topic(serviceId).cursor(), Duration.ZERO));
	}

	@Override
	public CompletionStage<NamesReading> readNames(@Nullable String cursor, Duration maxWait) {
		this.requests++;
		this.forNames++;
		this.bytes += HEADER_BYTES + (long) NAME_BYTES * this.services.size();
		return ask(topic(NAMES), cursor, maxWait,
				() -> new NamesReading(this.services, topic(NAMES).cursor(), Duration.ZERO));
	}

	private <A> CompletionStage<A> ask(Topic topic, @Nullable String cursor, Duration maxWait, Supplier<A> answer) {
		CompletableFuture<A> stage = new CompletableFuture<>();
		Runnable tell = () -> {
			if (!stage.isDone()) {
				stage.complete(answer.get());
			}
		};
		if (!topic.cursor().equals(cursor)) {
			tell.run();
		}
		else {
			topic.held.add(tell);
			this.time.schedule(() -> {
				topic.held.remove(tell);
				tell.run();
			}, maxWait);
		}
		return stage;
	}

	private Topic topic(String name) {
		return this.topics.computeIfAbsent(name, (key) -> new Topic());
	}

	private static final class Topic {

		private final List<Runnable> held = new ArrayList<>();

		private long index = 1;

		String cursor() {
			return Long.toString(this.index);
		}

		void change() {
			this.index++;
			List<Runnable> waiting = List.copyOf(this.held);
			this.held.clear();
			waiting.forEach(Runnable::run);
		}

	}

}
