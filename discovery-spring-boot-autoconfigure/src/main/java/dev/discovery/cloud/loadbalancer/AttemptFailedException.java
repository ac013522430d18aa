package dev.discovery.cloud.loadbalancer;

import java.io.IOException;

import org.springframework.util.ReflectionUtils;

/**
 * Tells an attempt that failed from a lifecycle bean that throws. Never leaves this room.
 */
@SuppressWarnings("serial")
final class AttemptFailedException extends Exception {

	private final Exception failure;

	AttemptFailedException(Exception failure) {
		super(null, null, false, false);
		this.failure = failure;
	}

	Exception failure() {
		return this.failure;
	}

	/**
	 * Throws what the attempt threw.
	 * @return never
	 * @throws IOException if that is what it threw
	 */
	RuntimeException rethrow() throws IOException {
		if (this.failure instanceof IOException io) {
			throw io;
		}
		ReflectionUtils.rethrowRuntimeException(this.failure);
		throw new IllegalStateException(this.failure);
	}

}
