package dev.discovery.fitness.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;

import javax.net.ssl.SSLException;

/**
 * What the failures of a probe mean, in a few words of our own: what an exception says
 * may quote what came over the wire.
 */
final class ProbeFailures {

	private ProbeFailures() {
	}

	static String of(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SSLException) {
				return "TLS failed";
			}
			if (cause instanceof SocketTimeoutException || cause instanceof HttpTimeoutException) {
				return "nobody answers";
			}
			if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException
					|| cause.getCause() instanceof UnresolvedAddressException) {
				return "the host is unknown";
			}
			if (cause instanceof NoRouteToHostException) {
				return "there is no route to it";
			}
			if (cause instanceof ConnectException) {
				return "the connection is refused";
			}
			if (cause instanceof IOException) {
				return "the connection broke";
			}
		}
		return "the probe failed: " + failure.getClass().getSimpleName();
	}

}
