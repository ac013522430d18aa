package dev.discovery.backend.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The way to a nameserver: one message there and one back. Safe for use by several
 * threads.
 */
interface Wire extends AutoCloseable {

	/**
	 * Sends a message and waits for the answer to it, without blocking.
	 * @param packet what is sent, where to and how
	 * @param limit how long the answer may take
	 * @return the answer; fails with a {@link dev.discovery.backend.BackendException}
	 */
	CompletableFuture<byte[]> exchange(Packet packet, Duration limit);

	@Override
	void close();

	/**
	 * What is sent.
	 *
	 * @param server where to
	 * @param tcp how
	 * @param message the message, as DNS writes it
	 * @param answers tells an answer from what a stranger sent, or what is an answer to
	 * something else
	 */
	record Packet(InetSocketAddress server, boolean tcp, byte[] message, Predicate<byte[]> answers) {

		@Override
		public String toString() {
			return (this.tcp ? "tcp " : "udp ") + this.server.getHostString() + ":" + this.server.getPort();
		}

	}

}
