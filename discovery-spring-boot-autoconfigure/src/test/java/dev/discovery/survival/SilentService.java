package dev.discovery.survival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An instance in this JVM that takes every connection and never answers.
 */
final class SilentService implements AutoCloseable {

	private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();

	private final ServerSocket server;

	SilentService() {
		try {
			this.server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(this::accept, "silent-service");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		try {
			while (true) {
				this.connections.add(this.server.accept());
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	int port() {
		return this.server.getLocalPort();
	}

	int connections() {
		return this.connections.size();
	}

	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket connection : this.connections) {
				connection.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
