package dev.discovery.backend.dns;

import java.time.Duration;

import dev.discovery.backend.BackendException;

/**
 * A nameserver didn't answer: a packet may have been lost.
 */
@SuppressWarnings("serial")
final class SilentServerException extends BackendException {

	SilentServerException(Wire.Packet packet, Duration limit) {
		super(Kind.UNAVAILABLE, packet + ": no answer within " + limit);
	}

}
