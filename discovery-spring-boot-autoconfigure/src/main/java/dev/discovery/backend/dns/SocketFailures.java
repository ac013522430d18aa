package dev.discovery.backend.dns;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;

/**
 * What the failures of a socket mean.
 */
final class SocketFailures {

	private SocketFailures() {
	}

	static BackendException of(Wire.Packet packet, Throwable failure) {
		if (failure instanceof BackendException known) {
			return known;
		}
		if (failure instanceof PortUnreachableException || failure instanceof ConnectException) {
			return new BackendException(Kind.UNREACHABLE, packet + ": nobody listens there", failure, null);
		}
		if (failure instanceof NoRouteToHostException) {
			return new BackendException(Kind.UNREACHABLE, packet + ": there is no way there", failure, null);
		}
		if (failure instanceof UnknownHostException) {
			return new BackendException(Kind.UNREACHABLE, packet + ": the host is unknown", failure, null);
		}
		return new BackendException(Kind.UNAVAILABLE, packet + ": the connection broke", failure, null);
	}

}
