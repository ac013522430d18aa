package dev.discovery.balancing.retry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;

import dev.discovery.fitness.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Tells from an exception whether anything can have reached the instance. Knows the HTTP
 * clients of the JDK, Apache, Jetty and Reactor Netty; those that may be absent are
 * recognised by name.
 */
public final class Failures {

	/** The client had no connection left: nothing was sent, and nobody is to blame. */
	private static final Set<String> SHORTAGE_NAMES = Set.of(
			"org.apache.hc.core5.http.ConnectionRequestTimeoutException",
			"reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException",
			"reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException");

	/** Those that are no {@link ConnectException}. */
	private static final Set<String> NEVER_SENT_NAMES = Set.of("java.net.http.HttpConnectTimeoutException",
			"org.apache.hc.client5.http.ConnectTimeoutException",
			"org.apache.hc.core5.http.RequestNotExecutedException");

	/** Broken connections that are no {@link IOException}. */
	private static final Set<String> FAILURE_NAMES = Set.of("io.netty.handler.codec.http2.Http2Exception",
			"reactor.netty.channel.AbortedException");

	/** Answers that took too long. */
	private static final Set<String> TIMEOUT_NAMES = Set.of("io.netty.handler.timeout.TimeoutException",
			"java.net.http.HttpTimeoutException");

	/**
	 * Another call failed, which an interceptor or a filter made: the attempt's own
	 * failure isn't wrapped yet in what an HTTP client throws at its caller.
	 */
	private static final Set<String> OTHER_CALL_NAMES = Set.of("org.springframework.web.client.RestClientException",
			"org.springframework.web.reactive.function.client.WebClientException", "feign.FeignException");

	/** What {@link java.net.HttpURLConnection} and Jetty say when they can't connect. */
	private static final Set<String> CONNECT_TIMEOUTS = Set.of("connect timed out", "connect timeout");

	private static final int MAX_DEPTH = 10;

	private Failures() {
	}

	/**
	 * Classifies what ended an attempt, as its HTTP client threw it.
	 * @param failure what was thrown
	 * @return {@link Outcome#NEVER_SENT} if nothing can have been sent,
	 * {@link Outcome#TIMEOUT} if there was no answer in time, {@link Outcome#FAILURE} if
	 * the connection or the instance broke off, {@link Outcome#CANCELLED} if it says
	 * nothing about the instance
	 */
	public static Outcome classify(Throwable failure) {
		if (Thread.currentThread().isInterrupted()) {
			return Outcome.CANCELLED;
		}
		Outcome outcome = Outcome.CANCELLED;
		Throwable current = failure;
		for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
			if (isNamed(current.getClass(), OTHER_CALL_NAMES)) {
				return Outcome.CANCELLED;
			}
			if (isNeverSent(current)) {
				return Outcome.NEVER_SENT;
			}
			if (current instanceof ClosedByInterruptException || isAborted(current)) {
				return Outcome.CANCELLED;
			}
			if (isTimeout(current)) {
				outcome = Outcome.TIMEOUT;
			}
			else if (outcome == Outcome.CANCELLED && isBroken(current)) {
				outcome = Outcome.FAILURE;
			}
			current = causeOf(current);
		}
		return outcome;
	}

	/**
	 * Whether the client itself had no connection left, which says nothing about the
	 * instance.
	 * @param failure what was thrown
	 * @return whether it was that
	 */
	public static boolean isShortage(Throwable failure) {
		Throwable current = failure;
		for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
			if (isNamed(current.getClass(), SHORTAGE_NAMES)) {
				return true;
			}
			current = causeOf(current);
		}
		return false;
	}

	/** The caller has stopped it; some clients say so too when it took too long. */
	private static boolean isAborted(Throwable failure) {
		return failure instanceof InterruptedIOException && !isTimeout(failure);
	}

	private static boolean isNeverSent(Throwable failure) {
		return failure instanceof ConnectException || failure instanceof UnknownHostException
				|| failure instanceof NoRouteToHostException || failure instanceof PortUnreachableException
				|| failure instanceof UnresolvedAddressException || failure instanceof SSLHandshakeException
				|| (failure instanceof SocketTimeoutException
						&& CONNECT_TIMEOUTS.contains(String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT)))
				|| isNamed(failure.getClass(), NEVER_SENT_NAMES) || isNamed(failure.getClass(), SHORTAGE_NAMES);
	}

	private static boolean isTimeout(Throwable failure) {
		return failure instanceof SocketTimeoutException || failure instanceof TimeoutException
				|| (failure instanceof InterruptedIOException && "timeout".equals(failure.getMessage()))
				|| isNamed(failure.getClass(), TIMEOUT_NAMES);
	}

	private static boolean isBroken(Throwable failure) {
		return failure instanceof IOException || isNamed(failure.getClass(), FAILURE_NAMES);
	}

	private static boolean isNamed(@Nullable Class<?> type, Set<String> names) {
		return type != null && (names.contains(type.getName()) || isNamed(type.getSuperclass(), names));
	}

	private static @Nullable Throwable causeOf(Throwable failure) {
		return (failure.getCause() != failure) ? failure.getCause() : null;
	}

}
