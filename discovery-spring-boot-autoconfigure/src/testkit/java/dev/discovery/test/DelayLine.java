package dev.discovery.test;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * What a server has sent and is still on its way. Each piece is read when it comes and
 * has its own time from then on, so that one that follows another is neither held up by
 * it nor hurried.
 * <p>
 * For one thread.
 */
final class DelayLine {

	/** How many pieces are on their way at most; the server has to wait then. */
	private static final int MOST = 64;

	/** How soon a change of the rule is seen, in milliseconds. */
	private static final long LOOK = 10;

	private final Socket server;

	private final ProxyRule rule;

	private final byte[] buffer = new byte[8192];

	private final Deque<Piece> underway = new ArrayDeque<>();

	private boolean ended;

	DelayLine(Socket server, ProxyRule rule) {
		this.server = server;
		this.rule = rule;
	}

	/**
	 * Waits until a piece has arrived.
	 * @return the piece, or null where none will come any more
	 */
	byte @Nullable [] next() throws IOException {
		while (!this.server.isClosed()) {
			Piece first = this.underway.peek();
			long left = (first != null) ? this.rule.left(first.sent()) : 0;
			if (first != null && left <= 0) {
				return this.underway.remove().bytes();
			}
			if (this.ended && first == null) {
				return null;
			}
			long millis = Math.min(LOOK, 1 + left / 1_000_000);
			if (this.ended || this.underway.size() >= MOST) {
				this.rule.await(millis);
			}
			else {
				this.server.setSoTimeout((first != null) ? (int) millis : 0);
				read();
			}
		}
		return null;
	}

	private void read() {
		try {
			int count = this.server.getInputStream().read(this.buffer);
			if (count > 0) {
				this.underway.add(new Piece(Arrays.copyOf(this.buffer, count), System.nanoTime()));
			}
			this.ended = count < 0;
		}
		catch (SocketTimeoutException ex) {
			// the first piece is due, or the rule may have changed
		}
		catch (IOException ex) {
			// what was sent before still arrives
			this.ended = true;
		}
	}

	/**
	 * Some bytes.
	 *
	 * @param sent when, by {@link System#nanoTime}
	 */
	private record Piece(byte[] bytes, long sent) {
	}

}
