package dev.discovery.cloud.registry;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.ResolvableType;

/**
 * Tells Spring Cloud's listeners about the registration, in the order in which Spring
 * Cloud's own registrations do. One that fails at the start fails the start; one that
 * fails at the end is logged, for leaving must go on.
 */
final class RegistrationEvents {

	private static final Log logger = LogFactory.getLog(RegistrationEvents.class);

	private final ApplicationEventPublisher publisher;

	private final Supplier<List<RegistrationLifecycle<?>>> lifecycles;

	RegistrationEvents(ApplicationEventPublisher publisher, Supplier<List<RegistrationLifecycle<?>>> lifecycles) {
		this.publisher = publisher;
		this.lifecycles = lifecycles;
	}

	void beforeStart(Object source, Registration registration) {
		this.publisher.publishEvent(new InstancePreRegisteredEvent(source, registration));
		each(registration, RegistrationLifecycle::postProcessBeforeStartRegister);
	}

	void afterStart(Registration registration) {
		each(registration, RegistrationLifecycle::postProcessAfterStartRegister);
	}

	/**
	 * Says that discovery works from now on. Published for pure consumers too: Spring
	 * Cloud's health indicator says UNKNOWN until it hears it.
	 */
	void started(Object source, RegistrationSettings settings) {
		this.publisher.publishEvent(new InstanceRegisteredEvent<>(source, settings));
	}

	void beforeStop(Registration registration) {
		eachGuarded(registration, RegistrationLifecycle::postProcessBeforeStopRegister);
	}

	void afterStop(Registration registration) {
		eachGuarded(registration, RegistrationLifecycle::postProcessAfterStopRegister);
	}

	private void each(Registration registration, BiConsumer<RegistrationLifecycle<Registration>, Registration> call) {
		for (RegistrationLifecycle<?> lifecycle : this.lifecycles.get()) {
			if (accepts(lifecycle, registration)) {
				call.accept(typed(lifecycle), registration);
			}
		}
	}

	private void eachGuarded(Registration registration,
			BiConsumer<RegistrationLifecycle<Registration>, Registration> call) {
		each(registration, (lifecycle, subject) -> {
			try {
				call.accept(lifecycle, subject);
			}
			catch (RuntimeException ex) {
				logger.warn("A registration lifecycle failed while the application leaves the registry", ex);
			}
		});
	}

	/**
	 * One that was written for another registry's registrations would only fail on ours.
	 */
	private static boolean accepts(RegistrationLifecycle<?> lifecycle, Registration registration) {
		Class<?> type = ResolvableType.forInstance(lifecycle)
			.as(RegistrationLifecycle.class)
			.getGeneric(0)
			.resolve(Registration.class);
		return type.isInstance(registration);
	}

	@SuppressWarnings("unchecked")
	private static RegistrationLifecycle<Registration> typed(RegistrationLifecycle<?> lifecycle) {
		return (RegistrationLifecycle<Registration>) lifecycle;
	}

}
