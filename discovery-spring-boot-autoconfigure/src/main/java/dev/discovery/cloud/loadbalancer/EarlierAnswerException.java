package dev.discovery.cloud.loadbalancer;

import java.io.IOException;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Stands, as a suppressed exception, for an answer that was thrown away before the
 * attempt that failed.
 */
@SuppressWarnings("serial")
final class EarlierAnswerException extends IOException {

	EarlierAnswerException(int status, ServiceInstance instance) {
		super("An attempt before was answered with " + status + " by '" + instance.getInstanceId() + "'");
	}

	/** It was thrown by nobody. */
	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

}
