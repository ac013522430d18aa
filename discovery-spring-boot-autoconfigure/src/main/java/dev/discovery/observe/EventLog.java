package dev.discovery.observe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.Lease;
import dev.discovery.balancing.limit.CircuitState;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.fitness.Ejection;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.observe.DiscoveryEvent.Type;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last events: what changed and why.
 * <p>
 * Bounded whatever happens: many instances that change at once are one event, and of one
 * type at most a twentieth of the capacity (but ten) is listed within ten seconds; the
 * rest is counted. What people did by hand is always listed. Safe for use by several
 * threads; takes no lock.
 */
public final class EventLog implements DiscoveryObserver {

	/** By type. */
	private final Flood[] floods = new Flood[Type.values().length];

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final InstantSource wallClock;

	private final Ticker ticker;

	private final EventRing ring;

	/**
	 * Creates an empty log.
	 * @param capacity how many events are kept, at least 1
	 * @param wallClock the time of day, for the events
	 * @param ticker the time that passes, for what is too many
	 */
	public EventLog(int capacity, InstantSource wallClock, Ticker ticker) {
		this.wallClock = wallClock;
		this.ticker = ticker;
		this.ring = new EventRing(capacity);
		Arrays.setAll(this.floods, (type) -> new Flood(Math.max(10, capacity / 20), ticker.nanos()));
	}

	/**
	 * How many events are kept.
	 * @return the capacity
	 */
	public int capacity() {
		return this.ring.capacity();
	}

	/**
	 * How many events there have been, those that are gone included.
	 * @return the number of the last one
	 */
	public long recorded() {
		return this.ring.recorded();
	}

	/**
	 * The last events.
	 * @param most how many at most
	 * @param wanted which ones
	 * @return the newest first
	 */
	public List<DiscoveryEvent> last(int most, Predicate<DiscoveryEvent> wanted) {
		long now = this.ticker.nanos();
		for (Type type : Type.values()) {
			tellNotListed(type, this.floods[type.ordinal()].end(now));
		}
		return this.ring.last(most, wanted);
	}

	/**
	 * Hears of each new event.
	 * @param listener called on the thread of the event, so it must not block
	 */
	public void listen(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * Reads all events in their order, from the oldest that is kept. Who reads too slowly
	 * misses some.
	 * @return gives one event each time, null where there is no new one; for one thread
	 * at a time
	 */
	public Supplier<@Nullable DiscoveryEvent> reader() {
		return new Supplier<>() {

			private long read;

			@Override
			public @Nullable DiscoveryEvent get() {
				DiscoveryEvent next = EventLog.this.ring.after(this.read);
				this.read = (next != null) ? next.sequence() : this.read;
				return next;
			}

		};
	}

	/**
	 * Records an event.
	 * @param type what happened
	 * @param service the service's id
	 * @param instance the instance's id, if it is about one
	 * @param detail what was seen and why
	 */
	public void record(Type type, String service, @Nullable String instance, String detail) {
		Flood.State state = this.floods[type.ordinal()].next(this.ticker.nanos());
		tellNotListed(type, state.before());
		if (state.listed() || type.isByHand()) {
			add(type, service, instance, detail);
		}
	}

	private void tellNotListed(Type type, int count) {
		if (count > 0 && !type.isByHand()) {
			add(type, "", null, count + " more like this within " + Flood.WINDOW.toSeconds() + " s are not listed");
		}
	}

	private void add(Type type, String service, @Nullable String instance, String detail) {
		Instant now = this.wallClock.instant();
		this.ring.add((sequence) -> new DiscoveryEvent(sequence, now, type, OneLine.of(service),
				(instance != null) ? OneLine.of(instance) : null, OneLine.of(detail)));
		this.listeners.forEach(Runnable::run);
	}

	@Override
	public void changed(ServiceEntry entry, @Nullable ServiceSnapshot previous, ServiceSnapshot current) {
		ChangeSummary.tell(previous, current,
				(type, instance, detail) -> record(type, current.serviceId(), instance, detail));
	}

	@Override
	public void stale(ServiceEntry entry) {
		BackendException cause = entry.lastError();
		record(Type.STALE, entry.serviceId(), null, (cause != null) ? message(cause) : "the registry can't be asked");
	}

	@Override
	public void recovered(ServiceEntry entry) {
		record(Type.RECOVERED, entry.serviceId(), null, "the registry answers again");
	}

	@Override
	public void held(ServiceEntry entry, int missing) {
		record(Type.HELD, entry.serviceId(), null,
				missing + " instances vanished at once, which is not believed at once");
	}

	@Override
	public void ejected(String serviceId, Instance instance, Ejection ejection) {
		boolean byHand = ejection.reason() == Ejection.Reason.QUARANTINE;
		record(byHand ? Type.QUARANTINED : Type.EJECTED, serviceId, instance.getInstanceId(),
				"for " + Duration.ofNanos(ejection.until() - ejection.since()).toMillis() / 1000.0 + " s: "
						+ ejection.detail());
	}

	@Override
	public void revived(String serviceId, Instance instance, Ejection ejection) {
		record(Type.REVIVED, serviceId, instance.getInstanceId(), "had been taken out: " + ejection.detail());
	}

	@Override
	public void probed(String serviceId, Instance instance, @Nullable String ailment) {
		record((ailment != null) ? Type.PROBE_FAILED : Type.PROBE_PASSED, serviceId, instance.getInstanceId(),
				(ailment != null) ? ailment : "the health check passes again");
	}

	@Override
	public void panicked(String serviceId, boolean begun) {
		record(begun ? Type.PANIC_BEGAN : Type.PANIC_ENDED, serviceId, null,
				begun ? "so few instances are fit that all are used" : "enough instances are fit again");
	}

	@Override
	public void exhausted(String serviceId) {
		record(Type.RETRIES_EXHAUSTED, serviceId, null,
				"so many calls fail that the retry budget is spent: some get no further attempt");
	}

	@Override
	public void limited(String serviceId, String detail) {
		record(Type.LIMIT_REACHED, serviceId, null, detail);
	}

	@Override
	public void circuit(String serviceId, CircuitState state, String detail) {
		record((state == CircuitState.CLOSED) ? Type.CIRCUIT_CLOSED : Type.CIRCUIT_OPENED, serviceId, null, detail);
	}

	@Override
	public void leased(String backend, Instance instance, Lease.State state, @Nullable BackendException cause) {
		Type type = switch (state) {
			case PENDING -> Type.REGISTRATION_FAILED;
			case HELD -> Type.REGISTERED;
			case INTERRUPTED -> Type.REGISTRATION_INTERRUPTED;
			case RELEASED -> Type.DEREGISTERED;
		};
		record(type, instance.getServiceId(), instance.getInstanceId(),
				"'" + backend + "'" + ((cause != null) ? ": " + message(cause) : ""));
	}

	private static String message(BackendException cause) {
		return String.valueOf(cause.getMessage());
	}

}
