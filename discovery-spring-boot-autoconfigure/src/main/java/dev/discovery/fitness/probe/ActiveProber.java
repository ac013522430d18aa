package dev.discovery.fitness.probe;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import dev.discovery.model.Instance;
import dev.discovery.time.SerialExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks the instances that are listed, again and again, how they are: a new one soon, one
 * that is gone never again.
 * <p>
 * From an answer to the next question the plan's interval passes, a tenth more or less by
 * chance; after an answer that speaks against what was believed it asks again soon, so
 * that a dead instance is found within one interval. At most so many questions are on
 * their way at once, over all services. Whether failures and successes in a row change
 * the verdict follows Envoy's health checker.
 * <p>
 * Safe for use by several threads without a lock.
 */
public final class ActiveProber implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ActiveProber.class);

	private final SerialExecutor serial = new SerialExecutor();

	private final Map<String, Map<String, ProbedInstance>> services = new ConcurrentHashMap<>();

	private final List<ProbeListener> listeners = new CopyOnWriteArrayList<>();

	private final Function<String, @Nullable ProbePlan> plans;

	private final ProbeLoop loop;

	private final Runnable onPause;

	private final Runnable onClose;

	private volatile boolean closed;

	/**
	 * Creates a prober that follows nobody yet.
	 * @param runtime what it runs on
	 * @param parallelism how many probes are on their way at once at most
	 * @param plans how the instances of each service are probed, null for not at all
	 * @param onClose closes what the plans' probes use
	 */
	public ActiveProber(ProbeRuntime runtime, int parallelism, Function<String, @Nullable ProbePlan> plans,
			Runnable onClose) {
		this(runtime, parallelism, plans, () -> {
		}, onClose);
	}

	/**
	 * Creates a prober that follows nobody yet.
	 * @param runtime what it runs on
	 * @param parallelism how many probes are on their way at once at most
	 * @param plans how the instances of each service are probed, null for not at all
	 * @param onPause closes the connections of the plans' probes until they are used
	 * again
	 * @param onClose closes what the plans' probes use
	 */
	public ActiveProber(ProbeRuntime runtime, int parallelism, Function<String, @Nullable ProbePlan> plans,
			Runnable onPause, Runnable onClose) {
		this.loop = new ProbeLoop(runtime, this.serial, parallelism, this::tell);
		this.plans = plans;
		this.onPause = onPause;
		this.onClose = onClose;
	}

	/**
	 * Tells somebody of each change of a verdict from now on.
	 * @param listener whom
	 */
	public void listen(ProbeListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Whether a service is probed at all.
	 * @param serviceId the service
	 * @return whether there is a plan for it
	 */
	public boolean probes(String serviceId) {
		return this.plans.apply(serviceId) != null;
	}

	/**
	 * Probes these instances of a service from now on, and no others. To be called with
	 * each snapshot. Those that the registry doesn't call UP aren't asked.
	 * @param serviceId the service
	 * @param live all that are listed now
	 */
	public void follow(String serviceId, List<Instance> live) {
		ProbePlan plan = this.plans.apply(serviceId);
		if (plan != null) {
			List<Instance> listed = List.copyOf(live);
			this.serial.execute(() -> update(serviceId, plan, listed));
		}
	}

	/**
	 * Probes nobody of a service any more, and forgets what was found.
	 * @param serviceId the service
	 */
	public void forget(String serviceId) {
		this.serial.execute(() -> {
			Map<String, ProbedInstance> known = this.services.remove(serviceId);
			if (known != null) {
				known.values().forEach(ProbedInstance::leave);
			}
		});
	}

	/**
	 * Asks an instance now, before those that wait for their turn. What it answers counts
	 * like any other answer. Where a question is already on its way, its answer is taken.
	 * @param serviceId the service under which it is followed
	 * @param instance the instance
	 * @return whether it answered as it should, whatever the thresholds; false if it
	 * isn't followed, leaves meanwhile or isn't UP, true if its service isn't probed
	 */
	public CompletionStage<Boolean> check(String serviceId, Instance instance) {
		if (!probes(serviceId)) {
			return CompletableFuture.completedStage(true);
		}
		CompletableFuture<Boolean> result = new CompletableFuture<>();
		this.serial.execute(() -> {
			ProbedInstance probed = find(serviceId, instance);
			if (probed == null || !probed.isAskable()) {
				result.complete(false);
				return;
			}
			probed.waiters.add(result);
			this.loop.ask(probed, true);
		});
		return result;
	}

	private @Nullable ProbedInstance find(String serviceId, Instance instance) {
		return this.services.getOrDefault(serviceId, Map.of()).get(instance.getInstanceId());
	}

	private void update(String serviceId, ProbePlan plan, List<Instance> live) {
		if (this.closed) {
			return;
		}
		Map<String, ProbedInstance> known = this.services.computeIfAbsent(serviceId, (id) -> new ConcurrentHashMap<>());
		Set<String> listed = new HashSet<>();
		live.forEach((instance) -> listed.add(instance.getInstanceId()));
		known.values().removeIf((probed) -> {
			boolean gone = !listed.contains(probed.instance.getInstanceId());
			if (gone) {
				probed.leave();
			}
			return gone;
		});
		live.forEach((instance) -> listed(known, new ProbedInstance(serviceId, plan, instance)));
	}

	private void listed(Map<String, ProbedInstance> known, ProbedInstance latest) {
		ProbedInstance probed = known.get(latest.instance.getInstanceId());
		if (probed != null && !probed.isAnother(latest.instance)) {
			boolean asked = probed.isAskable();
			probed.instance = latest.instance;
			if (asked != probed.isAskable()) {
				this.loop.askSoon(probed);
			}
			return;
		}
		known.put(latest.instance.getInstanceId(), latest);
		this.loop.askSoon(latest);
		if (probed != null) {
			probed.leave();
			if (probed.isUnhealthy()) {
				tell(latest, null);
			}
		}
	}

	private void tell(ProbedInstance probed, @Nullable String why) {
		if (logger.isDebugEnabled()) {
			logger.debug(probed.instance + " of '" + probed.serviceId + "' is "
					+ ((why != null) ? Verdict.UNHEALTHY + ": " + why : Verdict.HEALTHY));
		}
		for (ProbeListener listener : this.listeners) {
			try {
				listener.verdict(probed.serviceId, probed.instance, why == null, why);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener failed to hear of " + probed.instance + "; probing goes on", ex);
			}
		}
	}

	/**
	 * Asks nobody until {@link #resume}, and hangs up. What was found stays.
	 */
	public void pause() {
		this.serial.execute(() -> {
			this.loop.pause();
			this.onPause.run();
		});
	}

	/**
	 * Goes on after a pause.
	 */
	public void resume() {
		this.serial.execute(() -> {
			if (this.loop.resume() && !this.closed) {
				this.services.values().forEach((instances) -> instances.values().forEach(this.loop::askSoon));
			}
		});
	}

	/**
	 * Asks nobody any more. What is on its way is broken off. Has no effect the second
	 * time.
	 */
	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.serial.execute(() -> {
			this.loop.close();
			Set.copyOf(this.services.keySet()).forEach(this::forget);
			this.onClose.run();
		});
	}

}
