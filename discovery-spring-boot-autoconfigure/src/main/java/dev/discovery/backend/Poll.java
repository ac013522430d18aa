package dev.discovery.backend;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.discovery.time.Ticker;
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

	private final Turnstile turnstile;

	private final Turnstile.Visit visit;

	private final Read<A> read;

	private final Function<A, Polled<T>> check;

	private final Keeping<T> keeping;

	private final Publication<T> publication;

	private final Ticker ticker;

	/** For answers that come early and bring nothing new: an index that churns. */
	private final TokenBucket idle;

	/** For answers that bring news. */
	private final TokenBucket busy;

	private @Nullable String cursor;

	private @Nullable T known;

	private @Nullable Duration heldFor;

	private long asked;

	Poll(String operation, Surroundings surroundings, Read<A> read, Function<A, Polled<T>> check, Keeping<T> keeping,
			Publication<T> publication) {
		this.operation = operation;
		this.settings = surroundings.settings();
		this.turnstile = surroundings.turnstile();
		this.visit = this.turnstile.new Visit();
		this.read = read;
		this.check = check;
		this.keeping = keeping;
		this.publication = publication;
		this.ticker = surroundings.ticker();
		this.idle = new TokenBucket(this.ticker, 2, Duration.ofSeconds(15));
		this.busy = new TokenBucket(this.ticker, 100, Duration.ofMillis(50));
	}

	@Override
	public String operation() {
		return this.operation;
	}

	@Override
	public void admit(Runnable ask, Runnable cutShort) {
		this.visit.on(ask, cutShort);
		this.turnstile.enter(this.visit, this.cursor != null);
	}

	@Override
	public void left(boolean forGood) {
		this.turnstile.leave(this.visit, forGood);
	}

	@Override
	public CompletionStage<A> ask(boolean atOnce) {
		if (atOnce) {
			this.cursor = null;
		}
		Duration wait = this.turnstile.waitNow();
		this.heldFor = (this.cursor != null) ? wait : null;
		this.asked = this.ticker.nanos();
		return this.read.read(this.cursor, wait);
	}

	@Override
	public Duration limit(boolean atOnce) {
		Duration held = this.heldFor;
		return (held != null) ? this.settings.heldAnswerTimeout(held) : this.settings.answerTimeout();
	}

	@Override
	public Polled<T> check(A answer) {
		return this.check.apply(answer);
	}

	@Override
	public Duration answered(Polled<T> polled) {
		T content = this.keeping.keep(this.known, polled.content());
		boolean news = content != this.known;
		Duration rest = rest(news);
		this.cursor = polled.cursor();
		this.known = content;
		this.publication.publish(content);
		Duration next = polled.next();
		if (this.cursor == null && next.compareTo(SOONEST_WITHOUT_CURSOR) < 0) {
			next = SOONEST_WITHOUT_CURSOR;
		}
		return (rest.compareTo(next) > 0) ? rest : next;
	}

	/**
	 * An answer that was held back to its end is the normal case and costs nothing.
	 */
	private Duration rest(boolean news) {
		Duration held = this.heldFor;
		if (held == null) {
			return Duration.ZERO;
		}
		if (news) {
			return this.busy.take();
		}
		boolean early = this.ticker.nanos() - this.asked < held.toNanos() / 2;
		return early ? this.idle.take() : Duration.ZERO;
	}

	@Override
	public void failed(BackendException cause) {
		if (cause.kind() == BackendException.Kind.BUSY) {
			this.turnstile.slowDown();
		}
		refused(cause);
	}

	@Override
	public void refused(BackendException cause) {
		this.cursor = null;
		this.publication.fail(cause);
	}

	@Override
	public long uses() {
		return this.publication.uses();
	}

	/**
	 * What the polls of one backend share.
	 *
	 * @param settings how long exchanges may take
	 * @param turnstile bounds how many there are at once
	 * @param ticker tells the time
	 */
	record Surroundings(PollingBackend.Settings settings, Turnstile turnstile, Ticker ticker) {
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
	 * What comes next.
	 *
	 * @param <T> what is published
	 */
	interface Keeping<T> {

		/**
		 * What was known if nothing is different, else what is said, made of parts of it.
		 */
		T keep(@Nullable T known, T said);

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
