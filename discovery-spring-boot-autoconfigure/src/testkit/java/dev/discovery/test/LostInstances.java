package dev.discovery.test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.model.Instance;
import dev.discovery.time.Scheduler.Timer;

/**
 * What a script had added before the registry lost it. It comes back as applications do:
 * one heartbeat later, or one after the end of an outage. Safe for use by several
 * threads.
 */
final class LostInstances {

	private final RegistryContent content;

	private final VirtualTime time;

	private final Set<Instance> instances = ConcurrentHashMap.newKeySet();

	private volatile Timer comingBack = Timer.NONE;

	LostInstances(RegistryContent content, VirtualTime time) {
		this.content = content;
		this.time = time;
	}

	void loseAll() {
		this.instances.addAll(this.content.instances(false));
		this.content.clear();
		comeBackLater();
	}

	/**
	 * What of a service is still to come back.
	 */
	List<Instance> of(String serviceId) {
		return this.instances.stream().filter((instance) -> instance.getServiceId().equals(serviceId)).toList();
	}

	/**
	 * It won't come back by itself.
	 */
	void forget(Instance instance) {
		this.instances.remove(instance);
	}

	void forgetAll() {
		this.instances.clear();
	}

	void comeBackLater() {
		this.comingBack.cancel();
		if (!this.instances.isEmpty()) {
			this.comingBack = this.time.schedule(this::comeBack, TestRegistry.HEARTBEAT);
		}
	}

	private void comeBack() {
		if (this.content.failure() == null) {
			this.instances.forEach((instance) -> {
				if (this.instances.remove(instance)) {
					this.content.put(instance, false);
				}
			});
		}
	}

}
