package dev.discovery.backend.eureka;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.MirrorSink;
import dev.discovery.backend.MirrorSource;
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
 * The rules are those of Netflix's eureka-client.
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
		boolean all = this.doubted || sink.isBlank() || isPast(this.allReadAt, REFRESH)
				|| isPast(this.readAt, LONGEST_GAP) || (this.deltaRefused && !isPast(this.refusedAt, REFRESH));
		return this.servers.ask((url, first) -> (all || !url.equals(this.server)) ? readAll(url) : readChanges(url))
			.thenApply((news) -> {
				this.readAt = now();
				news.accept(sink);
				return pause();
			})
			.toCompletableFuture();
	}

	private CompletionStage<Consumer<MirrorSink>> readAll(URI url) {
		return this.servers.exchange(url, "GET", "/apps" + this.regions, null).thenApply((answer) -> {
			this.copy.replaceAll(this.entries.of(answer.json(ApplicationsReply.class)));
			this.server = url;
			this.doubted = false;
			this.allReadAt = now();
			return (sink) -> sink.replaceAll(this.copy.all());
		});
	}

	private CompletionStage<Consumer<MirrorSink>> readChanges(URI url) {
		return this.servers.exchange(url, "GET", "/apps/delta" + this.regions, null, FORBIDDEN, NOT_FOUND)
			.thenCompose((answer) -> {
				this.deltaRefused = answer.status() >= FORBIDDEN;
				if (this.deltaRefused) {
					this.refusedAt = now();
					return readAll(url);
				}
				ApplicationsReply reply = answer.json(ApplicationsReply.class);
				Set<String> changed = this.copy.apply(this.entries.of(reply));
				if (!this.copy.hash().equals(reply.hash()) && isPast(this.doubtedAt, BETWEEN_DOUBTS)) {
					this.doubted = true;
					this.doubtedAt = now();
					return readAll(url);
				}
				return CompletableFuture
					.completedStage((sink) -> changed.forEach((name) -> sink.replace(name, this.copy.instances(name))));
			});
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

}
