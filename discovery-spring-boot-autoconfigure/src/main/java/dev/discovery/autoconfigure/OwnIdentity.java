package dev.discovery.autoconfigure;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * What tells this client from the others: its own instance id, the same after a restart;
 * until that is known, and where the application doesn't register, something that only
 * this process has.
 */
final class OwnIdentity implements Supplier<String> {

	private final ObjectProvider<Registration> registration;

	private final String otherwise;

	private volatile @Nullable String known;

	/**
	 * Creates the identity.
	 * @param registration the application's own, if it has one
	 * @param otherwise what to use as long as there is no instance id
	 */
	OwnIdentity(ObjectProvider<Registration> registration, String otherwise) {
		this.registration = registration;
		this.otherwise = otherwise;
	}

	@Override
	public String get() {
		String instanceId = this.known;
		if (instanceId == null) {
			instanceId = instanceId();
			this.known = instanceId;
		}
		return (instanceId != null) ? instanceId : this.otherwise;
	}

	private @Nullable String instanceId() {
		try {
			Registration own = this.registration.getIfUnique();
			return (own != null) ? own.getInstanceId() : null;
		}
		catch (IllegalStateException | BeansException ex) {
			// not known yet, or never
			return null;
		}
	}

}
