package dev.discovery.backend;

import java.time.Duration;
import java.util.Set;

import dev.discovery.backend.Poll.Polled;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.SerialExecutor;

/**
 * A backend that asks for each service separately, by long poll or at intervals: all of a
 * {@link ServiceBackend} over a {@link RegistryReader}. Watches of one service share one
 * loop.
 * <p>
 * Safe for use by several threads. Callbacks run on the thread that completes the
 * reader's stage, or on the scheduler's.
 */
public final class PollingBackend implements ServiceBackend {

	private static final String ALL = "";

	private final BackendRuntime runtime;

	private final RegistryReader reader;

	private final Settings settings;

	private final Poll.Surroundings surroundings;

	private final RegistryGate gate;

	private final Publications<ServiceSnapshot> services = new Publications<>(ServiceSnapshot::keeping,
			this::pollService);

	private final Publications<Set<String>> names = new Publications<>(Publications::keepingNames,
			(all, publication) -> pollNames(publication));

	/**
	 * Creates the backend; it asks nothing before the first watch.
	 * @param runtime what it runs on
	 * @param reader makes the exchanges
	 * @param settings how long they may take
	 */
	public PollingBackend(BackendRuntime runtime, RegistryReader reader, Settings settings) {
		this.runtime = runtime;
		this.reader = reader;
		this.settings = settings;
		this.surroundings = new Poll.Surroundings(settings,
				new Turnstile(runtime, settings.maxWait(), settings.maxPolls()), runtime.ticker());
		this.gate = new RegistryGate(runtime);
	}

	@Override
	public String name() {
		return this.runtime.name();
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		return this.services.follow(serviceId, Subscribers.of(listener));
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		return this.names.follow(ALL, Subscribers.of(listener));
	}

	@Override
	public void close() {
		this.services.close();
		this.names.close();
	}

	private Feed pollService(String serviceId, Publication<ServiceSnapshot> publication) {
		return loop(
				new Poll<>("read", this.surroundings, (cursor, maxWait) -> this.reader.read(serviceId, cursor, maxWait),
						(reading) -> new Polled<>(snapshot(serviceId, reading), reading.cursor(), reading.next()),
						ServiceSnapshot::sharing, publication));
	}

	private ServiceSnapshot snapshot(String serviceId, Reading reading) {
		return (this.settings.keepsOrder()) ? ServiceSnapshot.inOrder(serviceId, reading.instances())
				: ServiceSnapshot.of(serviceId, reading.instances());
	}

	private Feed pollNames(Publication<Set<String>> publication) {
		return loop(new Poll<>("names", this.surroundings, this.reader::readNames,
				(reading) -> new Polled<>(reading.names(), reading.cursor(), reading.next()),
				Publications::keepingNames, publication));
	}

	private <A, T> Feed loop(Poll<A, T> poll) {
		return new ExchangeLoop<>(this.runtime, this.gate, new SerialExecutor(), poll);
	}

	/**
	 * How long exchanges may take.
	 *
	 * @param maxWait how long the registry may hold a question back when nothing is new
	 * @param answerTimeout how long an answer may take apart from that; what is later is
	 * a failure. A held answer gets a sixteenth of the wait on top, since registries add
	 * that much of jitter
	 * @param maxPolls how many questions the registry may hold back at once. With more
	 * services each is held back for a shorter time, so that every one is still asked
	 * about at least every 5 s
	 * @param keepsOrder whether instances stay in the order in which the registry lists
	 * them, in place of the order of their ids
	 */
	public record Settings(Duration maxWait, Duration answerTimeout, int maxPolls, boolean keepsOrder) {

		/**
		 * Wait 55 s, answer within 5 s, 64 at once, in the order of ids.
		 */
		public static final Settings DEFAULT = of(Duration.ofSeconds(55), Duration.ofSeconds(5));

		/**
		 * Settings with at most 64 questions at once, and instances in the order of ids.
		 * @param maxWait how long the registry may hold a question back
		 * @param answerTimeout how long an answer may take apart from that
		 * @return the settings
		 */
		public static Settings of(Duration maxWait, Duration answerTimeout) {
			return new Settings(maxWait, answerTimeout, 64, false);
		}

		Duration heldAnswerTimeout(Duration wait) {
			return wait.plus(wait.dividedBy(16)).plus(this.answerTimeout);
		}

	}

}
