package dev.discovery.cloud.discovery;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.discovery.directory.DirectoryListener;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.Subscription;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Damper;
import dev.discovery.time.Scheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Turns changes of the directory into Spring events: a {@link ServiceChangedEvent} each,
 * of which a service has no more than one a second, and one {@link HeartbeatEvent} for as
 * many as came together, no more than one a second in all.
 * <p>
 * Spring Cloud Gateway flushes its routes at a heartbeat and Spring Boot Admin reads
 * everything again, so there is one only when the content changed, and its value differs
 * from the one before. Listeners may block: events are published on a thread of their
 * own, and what a listener reads there is followed for good, or it would never hear of
 * the next change.
 */
public final class ChangeEvents implements DirectoryListener, AutoCloseable {

	private static final Duration QUIET = Duration.ofSeconds(1);

	private final AtomicLong revision = new AtomicLong();

	private final ServiceDirectory directory;

	private final ApplicationEventPublisher publisher;

	private final Scheduler thread;

	private final Damper heartbeat;

	private final Subscription subscription;

	/**
	 * Begins to publish.
	 * @param directory whose changes
	 * @param publisher where the events go
	 * @param thread runs the listeners, one at a time; closed with this
	 */
	public ChangeEvents(ServiceDirectory directory, ApplicationEventPublisher publisher, Scheduler thread) {
		this.directory = directory;
		this.publisher = publisher;
		this.thread = thread;
		this.heartbeat = new Damper(thread, QUIET,
				() -> thread.execute(() -> publish(new HeartbeatEvent(this, this.revision.incrementAndGet()))));
		this.subscription = directory.listen(this);
	}

	@Override
	public void onChange(@Nullable ServiceSnapshot previous, ServiceSnapshot current) {
		this.thread.execute(() -> publish(new ServiceChangedEvent(this, previous, current)));
		this.heartbeat.request();
	}

	@Override
	public void onNamesChange() {
		this.heartbeat.request();
	}

	/**
	 * Publishes other events on the same thread, in between.
	 * @param more gives the next event, null where there is none
	 * @return to be called, on any thread, whenever there may be more
	 */
	public Runnable publishing(Supplier<? extends @Nullable Object> more) {
		AtomicBoolean due = new AtomicBoolean();
		return () -> soon(more, due);
	}

	private void soon(Supplier<? extends @Nullable Object> more, AtomicBoolean due) {
		if (due.compareAndSet(false, true)) {
			this.thread.execute(() -> {
				due.set(false);
				Object event = more.get();
				if (event != null) {
					// before a listener that may fail
					soon(more, due);
					publish(event);
				}
			});
		}
	}

	private void publish(Object event) {
		this.directory.keepWhatIsReadBy(Thread.currentThread());
		try {
			this.publisher.publishEvent(event);
		}
		finally {
			this.directory.keepWhatIsReadBy(null);
		}
	}

	@Override
	public void close() {
		this.subscription.close();
		this.thread.close();
	}

}
