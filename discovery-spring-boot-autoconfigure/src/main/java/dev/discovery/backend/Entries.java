package dev.discovery.backend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.discovery.model.Instance;
import dev.discovery.model.InvalidInstanceException;
import dev.discovery.trust.Flaw;
import dev.discovery.trust.Trust;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a registry's answer on their way into the model. A bad entry is dropped
 * and counted, and the good ones around it are kept.
 */
public final class Entries {

	private static final Log logger = LogFactory.getLog(Entries.class);

	private Entries() {
	}

	/**
	 * Turns entries into instances.
	 * @param runtime whose trust decides which instances are let in, and whose observer
	 * counts what is dropped: {@code invalid} for an address or an id that the model
	 * refuses, {@code malformed} for anything else that fails, and the tags of
	 * {@link Flaw}
	 * @param entries what the registry said, in its own shape
	 * @param dialect what makes an instance of an entry; returns null for one that is
	 * rightly none, and throws what it likes for one that is bad
	 * @param <E> the registry's shape of an entry
	 * @return the good ones, in the same order
	 */
	public static <E> List<Instance> collect(BackendRuntime runtime, Iterable<? extends E> entries,
			Function<E, @Nullable Instance> dialect) {
		List<Instance> instances = new ArrayList<>();
		for (E entry : entries) {
			try {
				Instance instance = dialect.apply(entry);
				if (instance != null && isLetIn(runtime, instance)) {
					instances.add(instance);
				}
			}
			catch (RuntimeException ex) {
				String reason = (ex instanceof InvalidInstanceException) ? "invalid" : "malformed";
				runtime.observer().dropped(runtime.name(), reason);
				logger.debug("Left out an entry of '" + runtime.name() + "': " + why(ex));
			}
		}
		return instances;
	}

	/**
	 * Tells apart what has the same id and isn't the same, since an id is unique within
	 * something only: where it stands more than once, {@code @} and that are appended.
	 * @param instances the instances of one service
	 * @param within what the id of an instance is unique within
	 * @return the instances in the same order, each with an id of its own
	 */
	public static List<Instance> distinct(List<Instance> instances, Function<Instance, @Nullable String> within) {
		Set<String> ids = new HashSet<>(2 * instances.size());
		if (instances.stream().allMatch((instance) -> ids.add(instance.getInstanceId()))) {
			return instances;
		}
		Map<String, Integer> counts = new HashMap<>();
		instances.forEach((instance) -> counts.merge(instance.getInstanceId(), 1, Integer::sum));
		List<Instance> distinct = new ArrayList<>();
		for (Instance instance : instances) {
			boolean twice = counts.getOrDefault(instance.getInstanceId(), 0) > 1;
			distinct.add(twice ? renamed(instance, instance.getInstanceId() + "@" + within.apply(instance)) : instance);
		}
		return distinct;
	}

	private static Instance renamed(Instance instance, String instanceId) {
		return Instance.builder(instance.getServiceId(), instance.getHost(), instance.getPort())
			.instanceId(instanceId)
			.secure(instance.isSecure())
			.health(instance.getHealth())
			.metadata(new HashMap<>(instance.getMetadata()))
			.build();
	}

	private static boolean isLetIn(BackendRuntime runtime, Instance instance) {
		Trust.Verdict verdict = runtime.trust().examine(instance);
		Flaw flaw = verdict.flaw();
		if (flaw == null) {
			return true;
		}
		if (verdict.refused()) {
			runtime.observer().dropped(runtime.name(), flaw.tag());
		}
		else {
			runtime.observer().doubted(runtime.name(), flaw.tag());
		}
		return !verdict.refused();
	}

	/**
	 * What others throw quotes the registry, line breaks, secrets and all.
	 */
	private static @Nullable String why(RuntimeException failure) {
		if (failure instanceof InvalidInstanceException) {
			return failure.getMessage();
		}
		StackTraceElement[] trace = failure.getStackTrace();
		return failure.getClass().getName() + ((trace.length > 0) ? " at " + trace[0] : "");
	}

}
