package dev.discovery.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;

/**
 * A port that a nameserver can have.
 */
public final class UdpPort {

	private UdpPort() {
	}

	/**
	 * The number of one that nobody has now.
	 */
	public static int free() {
		try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
			return free.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
