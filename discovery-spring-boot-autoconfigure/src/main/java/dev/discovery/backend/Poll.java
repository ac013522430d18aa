package dev.discovery.backend;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Asks a {@link RegistryReader} for one thing, remembers the cursor, and publishes what
 * it learns.
 *
 * @param <A> what the reader answers
 * @param <T> what is published
 */
final class Poll<A, T> implements ExchangeLoop.Question<A, Poll.Polled<T>> {

	/**
	 * Without a cursor nothing holds the next answer back.
	 */
	private static final Duration SOONEST_WITHOUT_CURSOR = Duration.ofSeconds(1);

	private final String operation;

	private final PollingBackend.Settings settings;

	private final Read<A> read;

	private final Function<A, Polled<T>> check;

	private final Publication<T> publication;

	private @Nullable String cursor;

	Poll(String operation, PollingBackend.Settings settings, Read<A> read, Function<A, Polled<T>> check,
			Publication<T> publication) {
		this.operation = operation;
		this.settings = settings;
		this.read = read;
		this.check = check;
		this.publication = publication;
	}

	@Override
	public String operation() {
		return this.operation;
	}

	@Override
	public Duration limit(boolean atOnce) {
		return (this.cursor != null && !atOnce) ? this.settings.heldAnswerTimeout() : this.settings.answerTimeout();
	}

	@Override
	public CompletionStage<A> ask(boolean atOnce) {
		if (atOnce) {
			this.cursor = null;
		}
		return this.read.read(this.cursor, this.settings.maxWait());
	}

	@Override
	public Polled<T> check(A answer) {
		return this.check.apply(answer);
	}

	@Override
	public Duration answered(Polled<T> polled) {
		this.cursor = polled.cursor();
		this.publication.publish(polled.content());
		boolean tooSoon = this.cursor == null && polled.next().compareTo(SOONEST_WITHOUT_CURSOR) < 0;
		return tooSoon ? SOONEST_WITHOUT_CURSOR : polled.next();
	}

	@Override
	public void failed(BackendException cause) {
		this.cursor = null;
		this.publication.fail(cause);
	}

	@Override
	public long uses() {
		return this.publication.uses();
	}

	/**
	 * One exchange.
	 *
	 * @param <A> what the reader answers
	 */
	interface Read<A> {

		CompletionStage<A> read(@Nullable String cursor, Duration maxWait);

	}

	/**
	 * What one exchange brought, ready to be published.
	 *
	 * @param content what is published
	 * @param cursor what to ask with the next time
	 * @param next how long to wait before asking again
	 * @param <T> what is published
	 */
	record Polled<T>(T content, @Nullable String cursor, Duration next) {
	}

}
