package dev.discovery.backend.dns;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import org.xbill.DNS.Message;

/**
 * A nameserver without sockets, which answers at once, so that time can be a test's own.
 */
final class ZoneWire implements Wire {

	final Zone zone = new Zone();

	volatile boolean down;

	@Override
	public CompletableFuture<byte[]> exchange(Packet packet, Duration limit) {
		if (this.down) {
			return CompletableFuture.failedFuture(new BackendException(Kind.UNREACHABLE, "down"));
		}
		try {
			return CompletableFuture.completedFuture(this.zone.answer(new Message(packet.message())).toWire());
		}
		catch (IOException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public void close() {
	}

}
