package dev.discovery.test;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.LeaseKeeper;
import dev.discovery.backend.MirrorBackend;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.time.Randomness;

/**
 * A registry inside the test that fails as told. Everything on this side of it is real:
 * the directory, the balancer, the clients, and how registrations are kept.
 * <p>
 * While it answers without latency, what a method changes is known to the application
 * when the method returns. After an outage the application asks again within about a
 * second of the test's {@link VirtualTime}. Safe for use by several threads.
 */
public final class TestRegistry {

	/** How often applications renew their registrations, a tenth sooner by chance. */
	public static final Duration HEARTBEAT = Duration.ofSeconds(10);

	/** How long a registration lives without being renewed. */
	public static final Duration TTL = Duration.ofSeconds(30);

	static final String NAME = "test";

	private final VirtualTime time;

	private final RegistryContent content = new RegistryContent();

	private final Randomness randomness = Randomness.seeded(1);

	private final Flaps flaps;

	private final LostInstances lost;

	/**
	 * Creates an empty registry that answers at once.
	 * @param time what its latency, its flapping and its leases are measured with
	 */
	public TestRegistry(VirtualTime time) {
		this.time = time;
		this.flaps = new Flaps(time);
		this.lost = new LostInstances(this.content, time);
	}

	/**
	 * How applications read it. With {@code @DiscoveryTest} this is done.
	 * @param observer hears of the exchanges, {@link RegistryObserver#NONE} for nobody
	 * @return a backend, to be closed by whoever asked for it
	 */
	public ServiceBackend backend(RegistryObserver observer) {
		return new MirrorBackend(runtime(observer), new ContentSource(this.content, this.time),
				UnaryOperator.identity());
	}

	/**
	 * How applications register with it. With {@code @DiscoveryTest} this is done.
	 * @param observer hears of the exchanges, {@link RegistryObserver#NONE} for nobody
	 * @return a registrar
	 */
	public ServiceRegistrar registrar(RegistryObserver observer) {
		return new LeaseKeeper(runtime(observer), new ContentWriter(this.content, this.time, TTL),
				LeaseKeeper.Settings.of(HEARTBEAT, Duration.ofMillis(100)));
	}

	private BackendRuntime runtime(RegistryObserver observer) {
		return new BackendRuntime(NAME, this.time, this.time, this.randomness, observer);
	}

	/**
	 * Adds an instance on this machine.
	 * @param serviceId the service
	 * @param port where it listens, on the loopback address
	 * @return the instance, up
	 */
	public Instance add(String serviceId, int port) {
		Instance instance = Instance.builder(serviceId, "127.0.0.1", port).build();
		add(instance);
		return instance;
	}

	/**
	 * Adds instances, or replaces those that have the same id. They never expire.
	 * @param instances the instances
	 */
	public void add(Instance... instances) {
		for (Instance instance : instances) {
			this.lost.forget(instance);
			this.content.put(instance, false);
		}
		this.time.settle();
	}

	/**
	 * Takes instances away, whoever brought them. An application that is still there
	 * registers again with its next heartbeat.
	 * @param instances the instances; what counts is the service and the id
	 */
	public void remove(Instance... instances) {
		for (Instance instance : instances) {
			this.lost.forget(instance);
			this.flaps.stop(instance);
			this.content.remove(instance);
		}
		this.time.settle();
	}

	/**
	 * Says what instances a service has; others of it don't come back by themselves.
	 * @param serviceId the service
	 * @param instances all of them; none for a service that has gone
	 */
	public void instances(String serviceId, Instance... instances) {
		List<Instance> next = List.of(instances);
		add(instances);
		Stream.of(known(serviceId), this.lost.of(serviceId), this.flaps.of(serviceId))
			.flatMap(List::stream)
			.filter((other) -> !next.contains(other))
			.forEach(this::remove);
	}

	/**
	 * Says how an instance is.
	 * @param instance the instance; what counts is the service and the id
	 * @param health its health; of an application itself until its next heartbeat
	 */
	public void health(Instance instance, Health health) {
		RegistryContent.Entry known = this.content.find(instance);
		if (known != null) {
			this.content.put(known.instance().withHealth(health), known.registered());
			this.time.settle();
		}
	}

	/**
	 * From now on nobody can reach the registry. What it knows stays.
	 */
	public void outage() {
		outage(Kind.UNREACHABLE);
	}

	/**
	 * From now on every question fails. What the registry knows stays.
	 * @param kind how it fails, which decides how soon it is asked again
	 */
	public void outage(Kind kind) {
		this.flaps.stop(NAME);
		fail(kind);
	}

	private void fail(Kind kind) {
		this.content.failWith(new BackendException(kind, "the test said so: " + kind));
		this.time.settle();
	}

	/**
	 * Ends an outage, or the registry's flapping; what is still on its way comes now.
	 */
	public void recover() {
		this.flaps.stop(NAME);
		answer();
	}

	private void answer() {
		this.content.failWith(null);
		this.lost.comeBackLater();
		this.time.settle();
	}

	/**
	 * From now on every answer takes so long. What is on its way already stays so.
	 * @param time how long, zero for at once; a day is a registry that hangs
	 */
	public void latency(Duration time) {
		this.content.answerAfter(time);
	}

	/**
	 * From now on nobody can reach the registry for one period, and everybody in the
	 * next, in turn; until {@link #recover()}, {@link #outage()} or {@link #steady()}.
	 * @param period how long each lasts
	 */
	public void flap(Duration period) {
		this.flaps.begin(NAME, period, () -> fail(Kind.UNREACHABLE), this::answer);
	}

	/**
	 * From now on an instance is missing for one period, and there in the next, in turn;
	 * until {@link #steady()} or until it is removed.
	 * @param instance an instance that may be known or not
	 * @param period how long each lasts
	 */
	public void flap(Instance instance, Duration period) {
		this.flaps.begin(instance, period, () -> this.content.remove(instance), () -> add(instance));
	}

	/**
	 * Ends all flapping: the registry answers, and the instances are there.
	 */
	public void steady() {
		this.flaps.endAll();
	}

	/**
	 * Forgets everything, as a registry does that is started again without its data. As
	 * applications do with their next heartbeat, what the test had added comes back one
	 * {@link #HEARTBEAT} later, or one after the outage's end. What doesn't exist any
	 * more is to be {@linkplain #remove removed} too.
	 */
	public void lose() {
		this.lost.loseAll();
		this.time.settle();
	}

	/**
	 * What applications have registered by themselves.
	 * @return the instances of all services, a copy
	 */
	public List<Instance> registered() {
		return this.content.instances(true);
	}

	/**
	 * What the registry knows of a service, however it came there, and whether or not it
	 * would say so at the moment.
	 * @param serviceId the service
	 * @return its instances, a copy
	 */
	public List<Instance> known(String serviceId) {
		return this.content.instances(serviceId);
	}

	/** What the test has added. */
	List<Instance> script() {
		return this.content.instances(false);
	}

	/** Answers at once; knows what applications have registered, and this. */
	void restore(List<Instance> script) {
		steady();
		this.lost.forgetAll();
		latency(Duration.ZERO);
		answer();
		script().forEach(this::remove);
		script.forEach(this::add);
	}

}
