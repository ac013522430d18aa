package dev.discovery.cloud.loadbalancer;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Takes the failure of an attempt out of what its HTTP client made of it. Interceptors
 * and filters inside an attempt make calls too, whose failures look just the same but for
 * the authority that was called; those stay wrapped, and so say nothing of the attempt.
 */
final class OwnFailures {

	private static final boolean WEB_CLIENT = ClassUtils.isPresent(
			"org.springframework.web.reactive.function.client.WebClientRequestException",
			OwnFailures.class.getClassLoader());

	private static final int MAX_DEPTH = 10;

	private OwnFailures() {
	}

	/**
	 * What broke an attempt that a WebClient made.
	 * @param failure what it reported
	 * @param called where the attempt went
	 * @return its own cause, or the failure as it is
	 */
	static Throwable ofWebClient(Throwable failure, URI called) {
		return find(failure, authority(called), false);
	}

	/**
	 * What broke an attempt, whichever client made it.
	 * @param failure what it reported
	 * @param authority where the attempt went, as {@code host:port}
	 * @return its own cause, or the failure as it is
	 */
	static Throwable of(Throwable failure, String authority) {
		return find(failure, authority, true);
	}

	private static Throwable find(Throwable failure, String authority, boolean restClient) {
		Throwable current = failure;
		for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
			Throwable cause = current.getCause();
			if (cause != null && ((WEB_CLIENT && Reactive.isOwn(current, authority))
					|| (restClient && isOwn(current, authority)))) {
				return cause;
			}
			current = cause;
		}
		return failure;
	}

	/** Gateway MVC's client; where it went stands nowhere but in the message. */
	private static boolean isOwn(Throwable failure, String authority) {
		if (!(failure instanceof ResourceAccessException)) {
			return false;
		}
		String message = String.valueOf(failure.getMessage());
		return message.contains("://" + authority + "/") || message.contains("://" + authority + "\"");
	}

	private static String authority(URI uri) {
		return uri.getHost() + ":" + uri.getPort();
	}

	/**
	 * Loaded only where there is a WebClient.
	 */
	private static final class Reactive {

		static boolean isOwn(@Nullable Throwable failure, String authority) {
			return failure instanceof WebClientRequestException ex
					&& authority.equalsIgnoreCase(authority(ex.getUri()));
		}

	}

}
