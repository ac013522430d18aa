package dev.discovery.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.discovery.test.Ports;

/**
 * A port that a nameserver can have, for packets and for connections.
 */
public final class UdpPort {

	/** Held for good, or the system might give one to somebody's connection. */
	private static final Queue<Ports> HELD = new ConcurrentLinkedQueue<>();

	private UdpPort() {
	}

	/**
	 * The number of one that nobody has now.
	 */
	public static int free() {
		while (true) {
			Ports port = new Ports(1);
			HELD.add(port);
			if (isFree(port.get(0))) {
				return port.get(0);
			}
		}
	}

	private static boolean isFree(int port) {
		try (DatagramSocket packets = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
			return packets.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
