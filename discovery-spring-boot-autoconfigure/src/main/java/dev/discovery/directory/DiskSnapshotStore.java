package dev.discovery.directory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import dev.discovery.directory.Copies.Copy;
import dev.discovery.directory.SnapshotCodec.Dated;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Damper;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import dev.discovery.time.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * Keeps copies in files of a folder that is this user's alone, one for each service.
 * <p>
 * A file's name is a hash of the service's, so that no name leads anywhere else. Whatever
 * goes wrong with the disk is said once, and everything else goes on. Safe for use by
 * several threads; the disk is touched on a thread of its own.
 */
public final class DiskSnapshotStore implements SnapshotStore {

	/** How far apart two times of writing are. */
	private static final Duration QUIET = Duration.ofSeconds(5);

	/** How old a copy may become of what is still true. */
	private static final Duration RENEWAL = Duration.ofMinutes(10);

	private static final Duration LAST_WORDS = Duration.ofSeconds(1);

	private static final String NAMES = "names";

	private final WorkerPool disk = new WorkerPool("discovery-snapshot", 1);

	private final SnapshotLog log = new SnapshotLog();

	private final SnapshotFolder folder;

	private final Duration maxAge;

	private final InstantSource wallClock;

	private final Damper writer;

	private final Copies copies;

	/** The files that exist, as far as it is known. */
	private final Set<String> files = ConcurrentHashMap.newKeySet();

	private volatile State state = State.OPENING;

	/**
	 * Opens a store.
	 * @param folders the folder last, and before it those around it that must be this
	 * user's alone too; what is around the first one must exist, or can be made
	 * @param maxAge how old a copy may be
	 * @param wallClock the time of day, by which copies are dated
	 * @param ticker tells the time
	 * @param scheduler says when to write
	 */
	public DiskSnapshotStore(List<Path> folders, Duration maxAge, InstantSource wallClock, Ticker ticker,
			Scheduler scheduler) {
		this(new SnapshotFolder(folders), maxAge, wallClock, ticker, scheduler);
	}

	DiskSnapshotStore(SnapshotFolder folder, Duration maxAge, InstantSource wallClock, Ticker ticker,
			Scheduler scheduler) {
		this.folder = folder;
		this.maxAge = maxAge;
		this.wallClock = wallClock;
		this.copies = new Copies(ticker, (maxAge.dividedBy(4).compareTo(RENEWAL) < 0) ? maxAge.dividedBy(4) : RENEWAL);
		this.writer = new Damper(scheduler, QUIET, () -> this.disk.execute(this::write));
		this.disk.execute(this::open);
	}

	private void open() {
		try {
			this.files.addAll(this.folder.open(this.wallClock.instant(), this.maxAge));
			this.state = State.OPEN;
		}
		catch (IOException | RuntimeException ex) {
			this.state = State.OFF;
			this.copies.clear();
			this.log.unusable(this.folder, ex);
		}
	}

	@Override
	public CompletableFuture<@Nullable Stored<ServiceSnapshot>> load(String serviceId) {
		return load(Sha256.hex(serviceId), (content) -> SnapshotCodec.decode(content, serviceId));
	}

	@Override
	public CompletableFuture<@Nullable Stored<Set<String>>> loadNames() {
		return load(NAMES, SnapshotCodec::decodeNames);
	}

	private <T> CompletableFuture<@Nullable Stored<T>> load(String file, Decoding<T> decoding) {
		if (this.state == State.OFF || (this.state == State.OPEN && !this.files.contains(file))) {
			return CompletableFuture.completedFuture(null);
		}
		CompletableFuture<@Nullable Stored<T>> loaded = new CompletableFuture<>();
		this.disk.execute(() -> loaded.complete(read(file, decoding)));
		return loaded;
	}

	private <T> @Nullable Stored<T> read(String file, Decoding<T> decoding) {
		try {
			byte[] content = this.files.contains(file) ? this.folder.read(file) : null;
			if (content == null) {
				return null;
			}
			Dated<T> kept = decoding.decode(content);
			Duration age = Duration.between(kept.moment(), this.wallClock.instant());
			if (age.compareTo(this.maxAge) > 0) {
				this.log.unreadable(file,
						"it is " + age.toMinutes() + " minutes old, more than discovery.cache.snapshot.max-age allows");
				return null;
			}
			// the clock may have been set back
			return new Stored<>(kept.content(), age.isNegative() ? Duration.ZERO : age);
		}
		catch (IOException | RuntimeException ex) {
			this.log.unreadable(file, ex.toString());
			return null;
		}
	}

	@Override
	public void save(ServiceSnapshot snapshot) {
		String file = Sha256.hex(snapshot.serviceId());
		if (!snapshot.instances().isEmpty()) {
			save(file, snapshot.instances(), (moment) -> SnapshotCodec.encode(snapshot, moment));
		}
		else if (this.state != State.OFF && this.copies.drop(file, this.files.contains(file))) {
			this.writer.request();
		}
	}

	@Override
	public void saveNames(Set<String> names) {
		save(NAMES, names, (moment) -> SnapshotCodec.encode(names, moment));
	}

	private void save(String file, Object content, Function<Instant, byte[]> encoding) {
		if (this.state != State.OFF && this.copies.add(file, new Copy(content, this.wallClock.instant(), encoding))) {
			this.writer.request();
		}
	}

	private void write() {
		if (this.state == State.OPEN) {
			this.copies.forEach(this::write);
		}
	}

	private void write(String file, Copy copy) {
		try {
			if (copy == Copy.NONE) {
				this.folder.delete(file);
				this.files.remove(file);
			}
			else {
				this.folder.write(file, copy.encoding().apply(copy.moment()));
				this.files.add(file);
			}
			this.copies.written(file, copy);
			this.log.written();
		}
		catch (IOException | RuntimeException ex) {
			this.log.failed(this.folder, ex);
		}
	}

	@Override
	public void close() {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.disk.execute(() -> {
			write();
			this.state = State.OFF;
			done.complete(null);
		});
		this.disk.close();
		try {
			done.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// a disk that hangs must not keep the application
		}
	}

	private enum State {

		OPENING, OPEN, OFF

	}

	@FunctionalInterface
	private interface Decoding<T> {

		Dated<T> decode(byte[] content) throws IOException;

	}

}
