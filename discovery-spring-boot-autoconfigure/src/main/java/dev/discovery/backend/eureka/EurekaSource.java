package dev.discovery.backend.eureka;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.MirrorSink;
import dev.discovery.backend.MirrorSource;
import dev.discovery.backend.eureka.RegistryCopy.Entry;
import dev.discovery.backend.http.RegistryReply;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything once, then what has changed, and checks after each change that the
 * copy has as many instances of each status as the server's registry. Everything is read
 * again
 * <ul>
 * <li>when the counts differ, at most every 15 s for that reason: a server's caches may
 * disagree with each other for a while;</li>
 * <li>after more than a minute without a change being read, since a server remembers
 * changes for three;</li>
 * <li>when another server answers than before;</li>
 * <li>every 5 minutes, because equal counts don't prove equal content;</li>
 * <li>in place of a delta that is refused: some servers have them switched off.</li>
 * </ul>
 * The rules are those of Netflix's eureka-client. What is known is changed under a lock,
 * by the step that is under way and no other.
 */
final class EurekaSource implements MirrorSource {

	private static final Duration LONGEST_GAP = Duration.ofSeconds(60);

	private static final Duration REFRESH = Duration.ofMinutes(5);

	private static final Duration BETWEEN_DOUBTS = Duration.ofSeconds(15);

	private static final int FORBIDDEN = 403;

	private static final int NOT_FOUND = 404;

	private final EurekaServers servers;

	private final EurekaReading reading;

	private final BackendRuntime runtime;

	private final ReplyEntries entries;

	private final RegistryCopy copy = new RegistryCopy();

	private final String regions;

	/** Who answered last, and whose changes can therefore be applied. */
	private @Nullable URI server;

	/** The one that is under way; guards what follows it. */
	private @Nullable Step step;

	private long readAt;

	private long allReadAt;

	private long doubtedAt;

	private long refusedAt;

	private boolean doubted;

	private boolean deltaRefused;

	EurekaSource(EurekaServers servers, EurekaReading reading) {
		this.servers = servers;
		this.reading = reading;
		this.runtime = servers.runtime();
		this.entries = new ReplyEntries(this.runtime);
		this.regions = reading.regions().isEmpty() ? ""
				: "?regions=" + URLEncoder.encode(String.join(",", reading.regions()), StandardCharsets.UTF_8);
		this.doubtedAt = now() - BETWEEN_DOUBTS.toNanos();
	}

	@Override
	public CompletableFuture<Duration> sync(MirrorSink sink) {
		Step step = begin(sink.isBlank());
		return this.servers.ask((url, first) -> step.isOfAll(url) ? readAll(url, step) : readChanges(url, step))
			.thenApply((news) -> {
				news.accept(sink);
				return pause();
			})
			.toCompletableFuture();
	}

	private synchronized Step begin(boolean blank) {
		boolean all = this.doubted || blank || isPast(this.allReadAt, REFRESH) || isPast(this.readAt, LONGEST_GAP)
				|| (this.deltaRefused && !isPast(this.refusedAt, REFRESH));
		this.step = new Step(all ? null : this.server);
		return this.step;
	}

	private CompletionStage<Consumer<MirrorSink>> readAll(URI url, Step step) {
		return this.servers.everything(url, this.regions).thenApply((answer) -> {
			List<Entry> all = this.entries.of(answer.json(ApplicationsReply.class));
			return replaceAll(all, url, step);
		});
	}

	private CompletionStage<Consumer<MirrorSink>> readChanges(URI url, Step step) {
		return this.servers.exchange(url, "GET", "/apps/delta" + this.regions, null, FORBIDDEN, NOT_FOUND)
			.thenCompose((answer) -> {
				Consumer<MirrorSink> news = (answer.status() < FORBIDDEN) ? apply(answer, step) : refused();
				return (news != null) ? CompletableFuture.completedStage(news) : readAll(url, step);
			});
	}

	private synchronized Consumer<MirrorSink> replaceAll(List<Entry> all, URI url, Step step) {
		requireCurrent(step);
		this.copy.replaceAll(all);
		this.server = url;
		this.doubted = false;
		this.readAt = now();
		this.allReadAt = this.readAt;
		Map<String, List<Instance>> services = this.copy.all();
		return (sink) -> sink.replaceAll(services);
	}

	private @Nullable Consumer<MirrorSink> apply(RegistryReply answer, Step step) {
		ApplicationsReply reply = answer.json(ApplicationsReply.class);
		return apply(this.entries.of(reply), reply.hash(), step);
	}

	/**
	 * Applies changes.
	 * @return what to tell the mirror, or null where the copy isn't what it should be
	 */
	private synchronized @Nullable Consumer<MirrorSink> apply(List<Entry> changes, String hash, Step step) {
		requireCurrent(step);
		Map<String, List<Instance>> changed = new HashMap<>();
		this.copy.apply(changes).forEach((name) -> changed.put(name, this.copy.instances(name)));
		this.deltaRefused = false;
		if (!this.copy.hash().equals(hash) && isPast(this.doubtedAt, BETWEEN_DOUBTS)) {
			this.doubted = true;
			this.doubtedAt = now();
			return null;
		}
		this.readAt = now();
		return (sink) -> changed.forEach(sink::replace);
	}

	private synchronized @Nullable Consumer<MirrorSink> refused() {
		this.deltaRefused = true;
		this.refusedAt = now();
		return null;
	}

	/**
	 * A step that was called off may have had its answer already.
	 */
	private void requireCurrent(Step current) {
		if (current != this.step) {
			throw new CancellationException("Another step has begun");
		}
	}

	private long now() {
		return this.runtime.ticker().nanos();
	}

	private boolean isPast(long since, Duration time) {
		return now() - since >= time.toNanos();
	}

	/**
	 * A tenth sooner by chance, so that a fleet that was started together doesn't ask
	 * together for ever.
	 */
	private Duration pause() {
		long nanos = this.reading.fetchInterval().toNanos();
		return Duration.ofNanos(nanos - (long) (nanos / 10 * this.runtime.randomness().fraction()));
	}

	/**
	 * One step.
	 */
	private static final class Step {

		/** Whose changes can be applied, or null for nobody's. */
		private final @Nullable URI server;

		Step(@Nullable URI server) {
			this.server = server;
		}

		boolean isOfAll(URI url) {
			return !url.equals(this.server);
		}

	}

}
