package dev.discovery.backend;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What leads from a {@link Mirror} to those who watch one thing. But for start and stop,
 * called by the mirror alone, in order.
 *
 * @param <T> what is published
 */
final class MirrorFeed<T> implements Feed {

	private final Mirror mirror;

	private final @Nullable String key;

	private final Publication<T> publication;

	private final Supplier<T> current;

	private final Supplier<@Nullable BackendException> failure;

	private boolean stopped;

	/**
	 * Creates the feed.
	 * @param key the service, or null for the names of all
	 * @param current what the mirror holds
	 * @param failure why what it holds can't be understood, if it can't
	 */
	MirrorFeed(Mirror mirror, @Nullable String key, Publication<T> publication, Supplier<T> current,
			Supplier<@Nullable BackendException> failure) {
		this.mirror = mirror;
		this.key = key;
		this.publication = publication;
		this.current = current;
		this.failure = failure;
	}

	void refresh() {
		BackendException cause = this.failure.get();
		if (cause != null) {
			fail(cause);
		}
		else {
			this.publication.publish(this.current.get());
		}
	}

	/**
	 * One service has changed.
	 * @param restInDoubt whether all others may have changed unnoticed
	 */
	void refresh(String changed, boolean restInDoubt) {
		if (changed.equals(this.key) || (this.key == null && !restInDoubt)) {
			refresh();
		}
	}

	void fail(BackendException cause) {
		this.publication.fail(cause);
	}

	@Override
	public void start() {
		this.mirror.inOrder(() -> {
			if (!this.stopped) {
				this.mirror.open(this);
			}
		});
	}

	@Override
	public void stop() {
		this.mirror.inOrder(() -> {
			this.stopped = true;
			this.mirror.close(this);
		});
	}

}
