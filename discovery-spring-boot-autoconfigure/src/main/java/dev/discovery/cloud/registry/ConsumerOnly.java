package dev.discovery.cloud.registry;

import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Stands in for {@link AutoRegistration} in an application that registers nothing: tells
 * Spring Cloud that discovery is ready, or its health indicator would stay UNKNOWN for
 * ever.
 */
public final class ConsumerOnly implements SmartLifecycle {

	private final ApplicationEventPublisher publisher;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param publisher where the event goes
	 */
	public ConsumerOnly(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void start() {
		this.running = true;
		this.publisher.publishEvent(new InstanceRegisteredEvent<>(this, "not registered"));
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return SmartLifecycle.DEFAULT_PHASE;
	}

}
