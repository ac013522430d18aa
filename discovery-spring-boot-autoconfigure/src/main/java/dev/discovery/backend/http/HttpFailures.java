package dev.discovery.backend.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;

import javax.net.ssl.SSLException;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;

/**
 * What the failures of an HTTP exchange mean.
 */
final class HttpFailures {

	private HttpFailures() {
	}

	static BackendException of(RegistryRequest request, Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof BackendException known) {
				return known;
			}
			if (cause instanceof SSLException) {
				return new BackendException(Kind.INVALID, request + ": TLS failed", cause, null);
			}
			if (cause instanceof HttpConnectTimeoutException) {
				return new BackendException(Kind.UNREACHABLE, request + ": nobody answers", cause, null);
			}
			if (cause instanceof UnresolvedAddressException || cause.getCause() instanceof UnresolvedAddressException
					|| cause instanceof UnknownHostException) {
				return new BackendException(Kind.UNREACHABLE, request + ": the host is unknown", cause, null);
			}
			if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
				return new BackendException(Kind.UNREACHABLE, request + ": the connection is refused", cause, null);
			}
			if (cause instanceof IOException) {
				return new BrokenConnectionException(request + ": the connection broke", cause);
			}
		}
		return new BackendException(Kind.UNAVAILABLE, request + ": " + failure.getClass().getName(), failure, null);
	}

}
