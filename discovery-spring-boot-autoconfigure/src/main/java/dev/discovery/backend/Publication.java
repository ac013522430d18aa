package dev.discovery.backend;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BinaryOperator;

import dev.discovery.time.SerialExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells its subscribers what is known about one thing: each first answer, each change,
 * each error, and the first answer after an error even where nothing changed. Whoever
 * comes late is told where things stand.
 * <p>
 * Safe for use by several threads; subscribers are called one at a time, by whoever
 * publishes or subscribes, under no lock.
 *
 * @param <T> what is known
 */
final class Publication<T> {

	private static final Log logger = LogFactory.getLog(Publication.class);

	private final BinaryOperator<T> keeping;

	private final SerialExecutor serial = new SerialExecutor();

	private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

	private @Nullable T content;

	private @Nullable BackendException error;

	private boolean closed;

	/**
	 * Creates a publication that knows nothing yet.
	 * @param keeping of what was known and what comes next: the former if nothing is
	 * different, else the latter, made of parts of the former where it can be
	 */
	Publication(BinaryOperator<T> keeping) {
		this.keeping = keeping;
	}

	/**
	 * Takes a subscriber in.
	 * @param subscriber who wants to know
	 * @param onClose what to do when the watch is closed, once
	 * @return the watch
	 */
	Watch subscribe(Subscriber<T> subscriber, Runnable onClose) {
		Subscription subscription = new Subscription(subscriber, onClose);
		this.serial.execute(() -> {
			if (this.closed) {
				subscription.close();
				return;
			}
			this.subscriptions.add(subscription);
			if (this.content != null) {
				subscription.tell(this.content);
			}
			if (this.error != null) {
				subscription.fail(this.error);
			}
		});
		return subscription;
	}

	void publish(T next) {
		this.serial.execute(() -> {
			T known = this.content;
			T latest = (known == null || known == next) ? next : this.keeping.apply(known, next);
			if (this.error != null || latest != this.content) {
				this.content = latest;
				this.error = null;
				this.subscriptions.forEach((subscription) -> subscription.tell(latest));
			}
		});
	}

	void fail(BackendException cause) {
		this.serial.execute(() -> {
			if (this.error != cause) {
				this.error = cause;
				this.subscriptions.forEach((subscription) -> subscription.fail(cause));
			}
		});
	}

	/**
	 * Closes all watches.
	 */
	void close() {
		this.subscriptions.forEach(Subscription::close);
		this.serial.execute(() -> {
			this.closed = true;
			this.subscriptions.forEach(Subscription::close);
		});
	}

	/**
	 * How much it is wanted, all subscribers together.
	 */
	long uses() {
		return this.subscriptions.stream().mapToLong((subscription) -> subscription.subscriber.uses()).sum();
	}

	/**
	 * Who wants to know; {@link WatchListener} and {@link NamesListener} in one.
	 *
	 * @param <T> what about
	 */
	interface Subscriber<T> {

		void onNext(T content);

		void onError(BackendException cause);

		default long uses() {
			return 0;
		}

	}

	private final class Subscription implements Watch {

		private final Subscriber<T> subscriber;

		private final Runnable onClose;

		private volatile boolean closed;

		Subscription(Subscriber<T> subscriber, Runnable onClose) {
			this.subscriber = subscriber;
			this.onClose = onClose;
		}

		void tell(T content) {
			guarded(() -> this.subscriber.onNext(content));
		}

		void fail(BackendException cause) {
			guarded(() -> this.subscriber.onError(cause));
		}

		private void guarded(Runnable call) {
			if (!this.closed) {
				try {
					call.run();
				}
				catch (Throwable ex) {
					logger.warn("A listener failed; the others and the watch go on", ex);
				}
			}
		}

		@Override
		public void close() {
			synchronized (this) {
				if (this.closed) {
					return;
				}
				this.closed = true;
			}
			this.onClose.run();
			Publication.this.serial.execute(() -> Publication.this.subscriptions.remove(this));
		}

	}

}
