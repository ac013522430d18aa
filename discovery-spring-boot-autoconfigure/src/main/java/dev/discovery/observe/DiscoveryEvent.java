package dev.discovery.observe;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that changed, and why. Holds no value of any metadata, and nothing secret.
 * Also published as a Spring event.
 *
 * @param sequence counts the events of this application, from 1
 * @param at when it was noticed here
 * @param type what happened
 * @param service the service's id
 * @param instance the instance's id, null where it is about the service or about many
 * @param detail what was seen and why, for people: at most 500 characters in one line
 */
public record DiscoveryEvent(long sequence, Instant at, Type type, String service, @Nullable String instance,
		String detail) {

	/**
	 * What can happen.
	 */
	public enum Type {

		/** The registry lists an instance that it didn't list before. */
		JOINED,

		/** The registry no longer lists an instance. */
		LEFT,

		/** The registry says something else about an instance's health. */
		HEALTH_CHANGED,

		/** An instance has another address or other metadata. */
		CHANGED,

		/** The registry can't be asked about a service; what is known is served. */
		STALE,

		/** The registry can be asked about a service again. */
		RECOVERED,

		/** More instances vanished at once than the registry is believed. */
		HELD,

		/** An instance gets no calls for a while. */
		EJECTED,

		/** An instance was taken out by hand, for a time. */
		QUARANTINED,

		/** Somebody asked for an instance to be brought back. */
		RELEASED,

		/** An instance that got no calls gets them again. */
		REVIVED,

		/** An instance fails the active health check. */
		PROBE_FAILED,

		/** An instance passes the active health check again. */
		PROBE_PASSED,

		/** So few instances are fit that all are used. */
		PANIC_BEGAN,

		/** Enough instances are fit again. */
		PANIC_ENDED,

		/** So many calls fail that some get no further attempt. */
		RETRIES_EXHAUSTED,

		/** So many calls of a service are under way that further ones are refused. */
		LIMIT_REACHED,

		/** So many calls of a service fail that its calls are refused for a while. */
		CIRCUIT_OPENED,

		/** The calls of a service are made again. */
		CIRCUIT_CLOSED,

		/** This application is registered. */
		REGISTERED,

		/** This application can't be registered yet; it goes on trying. */
		REGISTRATION_FAILED,

		/** The registry lost this application or can't be reached; it is being mended. */
		REGISTRATION_INTERRUPTED,

		/** This application gave its registration back. */
		DEREGISTERED;

		/** Whether somebody did it, which is kept whatever else happens. */
		boolean isByHand() {
			return this == QUARANTINED || this == RELEASED;
		}

	}

}
