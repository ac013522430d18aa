package dev.discovery.test;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One connection through a {@link TcpProxy}, with a thread for each direction.
 */
final class ProxiedConnection implements AutoCloseable {

	private final Socket client;

	private final Socket server;

	private final ProxyRule rule;

	private final Consumer<ProxiedConnection> ended;

	private final Consumer<Integer> firstByte;

	ProxiedConnection(Socket client, Socket server, ProxyRule rule, Consumer<ProxiedConnection> ended,
			Consumer<Integer> firstByte) {
		this.client = client;
		this.server = server;
		this.rule = rule;
		this.ended = ended;
		this.firstByte = firstByte;
	}

	void start() {
		onThread(() -> run(this::ask));
		onThread(() -> run(this::answer));
	}

	static Thread onThread(Runnable task) {
		Thread thread = new Thread(task, "tcp-proxy");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	static void awaitEnd(@Nullable Thread thread) {
		try {
			if (thread != null) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run(Direction direction) {
		try {
			direction.forward();
		}
		catch (IOException ex) {
			// one side hung up, or the test did
		}
		finally {
			close();
		}
	}

	private void ask() throws IOException {
		byte[] buffer = new byte[8192];
		boolean first = true;
		for (int count = read(this.client, buffer); count > 0; count = read(this.client, buffer)) {
			if (first) {
				this.firstByte.accept(buffer[0] & 0xff);
				first = false;
			}
			this.rule.awaitFlow(this::isOpen);
			this.server.getOutputStream().write(buffer, 0, count);
		}
	}

	private void answer() throws IOException {
		ProxyRule.Account account = this.rule.new Account();
		DelayLine line = new DelayLine(this.server, this.rule);
		for (byte[] piece = line.next(); piece != null; piece = line.next()) {
			for (int sent = 0; sent < piece.length;) {
				int allowed = account.next(piece.length - sent, this::isOpen);
				if (allowed == ProxyRule.RESET) {
					// makes the system send a reset instead of an end
					this.client.setSoLinger(true, 0);
					return;
				}
				if (allowed == ProxyRule.END) {
					return;
				}
				this.client.getOutputStream().write(piece, sent, allowed);
				sent += allowed;
			}
		}
	}

	private static int read(Socket from, byte[] buffer) throws IOException {
		InputStream in = from.getInputStream();
		return in.read(buffer);
	}

	private boolean isOpen() {
		return !this.client.isClosed();
	}

	@Override
	public void close() {
		TcpProxy.closeQuietly(this.client);
		TcpProxy.closeQuietly(this.server);
		this.rule.wake();
		this.ended.accept(this);
	}

	private interface Direction {

		void forward() throws IOException;

	}

}
