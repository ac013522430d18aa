package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLHandshakeException;

import dev.discovery.balancing.Call;
import dev.discovery.balancing.retry.Failures;
import dev.discovery.fitness.Outcome;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Says whether it was the instance of an attempt that no connection could be made to. An
 * HTTP client that follows redirects does so out of our sight: the instance may have done
 * the work, and the connection that failed may be the one to where it has sent the
 * client.
 * <p>
 * Some clients name the address. Where they don't, the instance itself is asked whether
 * it takes connections: if it does, the failure was elsewhere, or is over.
 *
 * @param failure what the attempt threw
 * @param host where the attempt went
 * @param port where the attempt went
 * @param secure whether it went there by TLS
 */
record ConnectFailure(Throwable failure, String host, int port, boolean secure) {

	/** Netty's addresses, and Apache's. */
	private static final Pattern ADDRESS = Pattern
		.compile("(?:^|\\s)([^\\s/]*)/([^\\s/]+):(\\d+)$" + "|^Connect to (?:\\w+://)?(\\S+):(\\d+) ");

	private static final Pattern SLOW = Pattern.compile("timed out|timeout|no route|unreachable");

	/** Longer than the way to another continent and back, and hardly noticed. */
	private static final int ASK_MILLIS = 500;

	private static final int MAX_DEPTH = 10;

	/**
	 * The failure of an attempt.
	 * @param failure what it threw
	 * @param called where it went
	 * @return the same, with what is needed to tell whose it was
	 */
	static ConnectFailure at(Throwable failure, URI called) {
		boolean secure = "https".equalsIgnoreCase(called.getScheme()) || "wss".equalsIgnoreCase(called.getScheme());
		return new ConnectFailure(failure, called.getHost(), called.getPort(), secure);
	}

	/**
	 * The failure of an attempt.
	 * @param failure what it threw
	 * @param called where it went
	 * @return the same, with what is needed to tell whose it was
	 */
	static ConnectFailure at(Throwable failure, ServiceInstance called) {
		return new ConnectFailure(failure, called.getHost(), called.getPort(), called.isSecure());
	}

	/**
	 * Whose failure it was, as far as the exception tells.
	 * @return null if somebody has to {@link #ask()}
	 */
	@Nullable Origin origin() {
		if (Failures.classify(this.failure) != Outcome.NEVER_SENT || Failures.isShortage(this.failure)) {
			return Origin.INSTANCE;
		}
		Throwable current = this.failure;
		for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
			Matcher address = ADDRESS.matcher(String.valueOf(current.getMessage()));
			if (address.find()) {
				return compare(address);
			}
			current = current.getCause();
		}
		return null;
	}

	/** One host may have several names, one port is always the same. */
	private @Nullable Origin compare(Matcher address) {
		boolean netty = address.group(3) != null;
		if (!String.valueOf(this.port).equals(address.group(netty ? 3 : 5))) {
			return Origin.ELSEWHERE;
		}
		boolean same = netty ? isHost(address.group(1)) || isHost(address.group(2)) : isHost(address.group(4));
		return same ? Origin.INSTANCE : null;
	}

	private boolean isHost(String name) {
		return this.host.equalsIgnoreCase(name);
	}

	/**
	 * Connects to the instance, and hangs up at once. Blocks for half a second at most,
	 * and for as long as it takes to resolve its host.
	 * @return whose failure it was
	 */
	Origin ask() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(this.host, this.port), ASK_MILLIS);
			// nobody knows whose certificate it was, and one that is bad must not stay
			return (this.secure && isHandshake()) ? Origin.UNKNOWN : Origin.ELSEWHERE;
		}
		catch (SocketTimeoutException ex) {
			// whoever refused a moment ago doesn't keep silent now
			return isSlow() ? Origin.INSTANCE : Origin.UNKNOWN;
		}
		catch (IOException | RuntimeException ex) {
			return Origin.INSTANCE;
		}
	}

	private boolean isHandshake() {
		Throwable current = this.failure;
		for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
			if (current instanceof SSLHandshakeException) {
				return true;
			}
			current = current.getCause();
		}
		return false;
	}

	private boolean isSlow() {
		Throwable current = this.failure;
		for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
			if (SLOW.matcher(String.valueOf(current.getMessage()).toLowerCase(Locale.ROOT)).find()) {
				return true;
			}
			current = current.getCause();
		}
		return false;
	}

	/**
	 * Ends the attempt.
	 * @param origin whose failure it was
	 * @param call the call
	 * @param spent whether the request can't be sent again
	 * @return {@link Call#GIVE_UP}, or the pause before another attempt in nanoseconds
	 */
	long end(Origin origin, Call call, boolean spent) {
		return switch (origin) {
			case INSTANCE -> call.failed(this.failure, spent);
			case ELSEWHERE -> call.failed(Outcome.FAILURE, Outcome.CANCELLED, spent);
			case UNKNOWN -> call.failed(Outcome.FAILURE, Outcome.FAILURE, spent);
		};
	}

	/**
	 * Whose failure it was.
	 */
	enum Origin {

		/** The instance's: whatever an attempt may fail of. */
		INSTANCE,

		/** Somebody's to whom the instance may have led the client. */
		ELSEWHERE,

		/** Perhaps the instance's. */
		UNKNOWN

	}

}
