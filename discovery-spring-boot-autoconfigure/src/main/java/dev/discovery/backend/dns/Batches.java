package dev.discovery.backend.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Many questions, a few at once.
 */
final class Batches {

	private static final int AT_ONCE = 16;

	private Batches() {
	}

	/**
	 * Asks for each; the first failure is the whole's.
	 */
	static <Q, A> CompletionStage<List<A>> each(List<Q> questions, Function<Q, CompletionStage<A>> ask) {
		return from(0, questions, ask, new ArrayList<>(questions.size()));
	}

	private static <Q, A> CompletionStage<List<A>> from(int start, List<Q> questions,
			Function<Q, CompletionStage<A>> ask, List<A> answers) {
		if (start >= questions.size()) {
			return CompletableFuture.completedStage(answers);
		}
		int end = Math.min(start + AT_ONCE, questions.size());
		List<CompletableFuture<A>> asked = questions.subList(start, end)
			.stream()
			.map((question) -> ask.apply(question).toCompletableFuture())
			.toList();
		return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenCompose((all) -> {
			asked.forEach((answer) -> answers.add(answer.join()));
			return from(end, questions, ask, answers);
		});
	}

}
