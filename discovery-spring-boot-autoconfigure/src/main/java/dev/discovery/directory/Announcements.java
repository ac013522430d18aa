package dev.discovery.directory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.SerialExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners of one service of each change, in order, whoever brings it. One
 * that fails doesn't keep the others from hearing. Safe for use by several threads.
 */
final class Announcements {

	private static final Log logger = LogFactory.getLog(Announcements.class);

	private final String serviceId;

	private final List<SnapshotListener> listeners = new CopyOnWriteArrayList<>();

	private final SerialExecutor serial = new SerialExecutor();

	/** What the listeners know. */
	private @Nullable ServiceSnapshot announced;

	/** Whether they know better than to use it. */
	private boolean expired;

	Announcements(String serviceId) {
		this.serviceId = serviceId;
	}

	Subscription attach(SnapshotListener listener, BooleanSupplier closed) {
		this.serial.execute(() -> {
			this.listeners.add(listener);
			ServiceSnapshot known = this.announced;
			if (known != null && !this.expired) {
				tell(listener, null, known);
			}
			if (closed.getAsBoolean()) {
				listener.onClosed();
			}
		});
		return () -> this.listeners.remove(listener);
	}

	/**
	 * Tells all listeners.
	 * @param last told after them
	 */
	void announce(ServiceSnapshot next, SnapshotListener last) {
		this.serial.execute(() -> {
			ServiceSnapshot previous = this.announced;
			this.announced = next;
			this.expired = false;
			this.listeners.forEach((listener) -> tell(listener, previous, next));
			tell(last, previous, next);
		});
	}

	/**
	 * Tells all listeners that what they know has become too old.
	 */
	void expire() {
		this.serial.execute(() -> {
			this.expired = true;
			this.listeners.forEach(SnapshotListener::onExpired);
		});
	}

	void close() {
		this.serial.execute(() -> this.listeners.forEach(SnapshotListener::onClosed));
	}

	private void tell(SnapshotListener listener, @Nullable ServiceSnapshot previous, ServiceSnapshot next) {
		try {
			listener.onChange(previous, next);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of '" + this.serviceId + "' failed; the others have heard", ex);
		}
	}

}
