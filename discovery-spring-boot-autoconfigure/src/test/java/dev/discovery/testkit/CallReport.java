package dev.discovery.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link CallLoad}.
 *
 * @param calls each call, as its caller sees it
 * @param attempts each attempt that they took, as the load balancer tells it, where it
 * was asked
 */
public record CallReport(List<Call> calls, List<Attempt> attempts) {

	/**
	 * The calls of a method that have failed.
	 */
	public List<Call> failed(String method) {
		return calls(method, (call) -> call.failure() != null);
	}

	/**
	 * All calls that have failed.
	 */
	public List<Call> failed() {
		return this.calls.stream().filter((call) -> call.failure() != null).toList();
	}

	/**
	 * The calls that haven't ended yet.
	 */
	public List<Call> unanswered() {
		return this.calls.stream().filter((call) -> call.ended() == null).toList();
	}

	/**
	 * The numbers of the calls of a method that were answered.
	 */
	public List<String> answered(String method) {
		return calls(method, (call) -> call.answeredBy() != null).stream().map(Call::id).toList();
	}

	private List<Call> calls(String method, Predicate<Call> filter) {
		return this.calls.stream().filter((call) -> call.method().equals(method)).filter(filter).toList();
	}

	/**
	 * How many calls each instance has answered that began after a time.
	 */
	public Map<String, Long> answersSince(Instant time) {
		return this.calls.stream()
			.filter((call) -> call.answeredBy() != null && call.begun().isAfter(time))
			.collect(Collectors.groupingBy((call) -> String.valueOf(call.answeredBy()), TreeMap::new,
					Collectors.counting()));
	}

	/**
	 * How long calls took.
	 * @param quantile how many of them took no longer, as a fraction
	 * @return for ever if there are none
	 */
	public Duration time(double quantile) {
		List<Duration> times = this.calls.stream().flatMap((call) -> call.time().stream()).sorted().toList();
		return times.isEmpty() ? ChronoUnit.FOREVER.getDuration()
				: times.get((int) Math.min(times.size() - 1, Math.floor(quantile * times.size())));
	}

	/**
	 * The attempts at an instance that began after a time, in their order.
	 */
	public List<Attempt> attemptsAt(String instance, Instant after) {
		return this.attempts.stream()
			.filter((attempt) -> attempt.instance().equals(instance) && attempt.begun().isAfter(after))
			.sorted(Comparator.comparing(Attempt::begun))
			.toList();
	}

	/**
	 * All of it in a line.
	 */
	public String summary() {
		Map<String, Long> methods = count(this.calls, Call::method);
		Map<String, Long> failures = count(failed(), Call::method);
		String counts = methods.entrySet()
			.stream()
			.map((method) -> method.getValue() + " " + method.getKey() + " ("
					+ failures.getOrDefault(method.getKey(), 0L) + " failed)")
			.collect(Collectors.joining(", "));
		return counts + ", " + unanswered().size() + " unanswered, " + this.attempts.size() + " attempts, p50 "
				+ millis(0.5) + ", p99 " + millis(0.99) + ", max " + millis(1) + " ms, by " + answersSince(Instant.MIN);
	}

	private static Map<String, Long> count(List<Call> calls, Function<Call, String> key) {
		return calls.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
	}

	private String millis(double quantile) {
		return this.calls.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f", time(quantile).toNanos() / 1e6);
	}

	/**
	 * A call.
	 *
	 * @param method its method
	 * @param id its number
	 * @param begun when it was due
	 * @param ended when it was answered or failed, null if it hasn't ended
	 * @param answeredBy the instance that has answered, if one has
	 * @param failure why it has failed, if it has
	 */
	public record Call(String method, String id, Instant begun, @Nullable Instant ended, @Nullable String answeredBy,
			@Nullable String failure) {

		static Call begun(String method, String id, Instant now) {
			return new Call(method, id, now, null, null, null);
		}

		Call answered(Instant now, String by) {
			return new Call(this.method, this.id, this.begun, now, by, null);
		}

		Call failed(Instant now, Throwable failure) {
			StringBuilder text = new StringBuilder(failure.toString());
			for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
				text.append(" <- ").append(cause);
			}
			return new Call(this.method, this.id, this.begun, now, null, text.toString());
		}

		Optional<Duration> time() {
			return (this.ended != null) ? Optional.of(Duration.between(this.begun, this.ended)) : Optional.empty();
		}

		/**
		 * Whether it was under way at some moment of a time.
		 */
		public boolean wasInFlight(Instant from, Instant until) {
			return !this.begun.isAfter(until) && (this.ended == null || !this.ended.isBefore(from));
		}

	}

	/**
	 * An attempt.
	 *
	 * @param instance at whom
	 * @param begun when it began
	 * @param ended when it ended, null if it hasn't
	 * @param failure why it has failed, if it has
	 */
	public record Attempt(String instance, Instant begun, @Nullable Instant ended, @Nullable String failure) {

	}

}
