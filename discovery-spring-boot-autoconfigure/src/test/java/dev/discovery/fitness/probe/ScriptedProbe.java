package dev.discovery.fitness.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * A probe that finds what the test says, at once or when the test lets it.
 */
final class ScriptedProbe implements Probe {

	final List<Instance> asked = new ArrayList<>();

	final List<CompletableFuture<@Nullable String>> held = new ArrayList<>();

	boolean holds;

	private final Map<String, String> ailments = new HashMap<>();

	void ails(Instance instance, @Nullable String why) {
		this.ailments.put(instance.getInstanceId(), why);
	}

	@Override
	public CompletionStage<@Nullable String> probe(Instance instance) {
		this.asked.add(instance);
		if (this.holds) {
			CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
			this.held.add(answer);
			return answer;
		}
		return CompletableFuture.completedFuture(this.ailments.get(instance.getInstanceId()));
	}

	/**
	 * Answers the oldest question.
	 */
	void answer(@Nullable String why) {
		this.held.remove(0).complete(why);
	}

	long timesAsked(Instance instance) {
		return this.asked.stream().filter(instance::equals).count();
	}

}
