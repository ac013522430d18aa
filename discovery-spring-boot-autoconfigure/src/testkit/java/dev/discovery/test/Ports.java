package dev.discovery.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports of the loopback address that the system hands out, held until closed.
 * <p>
 * They are bound by sockets that don't listen: connections are refused as if nobody was
 * there, the system gives the ports to nobody else, and whoever binds them with
 * {@code SO_REUSEADDR}, as Java's and Go's servers do, gets them, as often as they like.
 */
public final class Ports implements AutoCloseable {

	private final List<Socket> held = new ArrayList<>();

	/**
	 * Takes so many.
	 * @param count how many
	 */
	public Ports(int count) {
		try {
			for (int i = 0; i < count; i++) {
				Socket socket = new Socket();
				this.held.add(socket);
				socket.setReuseAddress(true);
				socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One of them.
	 * @param index which, from 0
	 * @return its number
	 */
	public int get(int index) {
		return this.held.get(index).getLocalPort();
	}

	/**
	 * Gives them back to the system.
	 */
	@Override
	public void close() {
		for (Socket socket : this.held) {
			try {
				socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

}
