package dev.discovery.fitness.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A server that says byte by byte what the test wants, one connection after another.
 */
final class ProbeServer implements AutoCloseable {

	/** The heads of the requests that came. */
	final Queue<String> requests = new ConcurrentLinkedQueue<>();

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final Talk talk;

	private volatile boolean hungUp;

	ProbeServer(Talk talk) throws IOException {
		this.talk = talk;
		Thread thread = new Thread(this::serve, "probe-server");
		thread.setDaemon(true);
		thread.start();
	}

	static ProbeServer answering(String head) throws IOException {
		return new ProbeServer((out) -> say(out, "HTTP/1.1 " + head + "\r\n\r\n"));
	}

	static void say(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.ISO_8859_1));
		out.flush();
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Whether the other side hung up while the server was talking.
	 */
	boolean wasHungUpOn() {
		return this.hungUp;
	}

	private void serve() {
		while (!this.server.isClosed()) {
			try (Socket socket = this.server.accept()) {
				byte[] head = new byte[4096];
				int read = socket.getInputStream().read(head);
				if (read > 0) {
					this.requests.add(new String(head, 0, read, StandardCharsets.ISO_8859_1));
					this.talk.talk(socket.getOutputStream());
				}
			}
			catch (IOException ex) {
				this.hungUp = true;
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	interface Talk {

		void talk(OutputStream out) throws IOException;

	}

}
