package dev.discovery.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.test.ProxyRule.AtLimit;
import dev.discovery.test.ProxyRule.Regime;
import org.jspecify.annotations.Nullable;

/**
 * Forwards connections to a server and comes between where told to: a network that can
 * fail in ways a server on the same machine can't.
 * <p>
 * What is told holds for connections that are open and for those to come, until something
 * else is told. Safe for use by several threads; its own are daemons and end when closed.
 */
public final class TcpProxy implements AutoCloseable {

	private final Ports ports = new Ports(1);

	private final int target;

	private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

	private final AtomicInteger most = new AtomicInteger();

	private final List<Integer> firstBytes = new CopyOnWriteArrayList<>();

	private final ProxyRule rule = new ProxyRule();

	private @Nullable ServerSocket listener;

	private @Nullable Thread acceptor;

	private TcpProxy(int target) {
		this.target = target;
	}

	/**
	 * A proxy that is up.
	 * @param port of the server, on the loopback address
	 * @return the proxy
	 */
	public static TcpProxy to(int port) {
		TcpProxy proxy = new TcpProxy(port);
		proxy.up();
		return proxy;
	}

	/**
	 * Where it listens.
	 * @return the port, on the loopback address; the same for its whole life
	 */
	public int port() {
		return this.ports.get(0);
	}

	/**
	 * The same, for servers that speak HTTP.
	 * @return a URL without a path
	 */
	public URI url() {
		return URI.create("http://localhost:" + port());
	}

	/**
	 * Ends all connections and refuses new ones.
	 */
	public synchronized void down() {
		closeQuietly(this.listener);
		this.listener = null;
		// the system still takes connections for as long as a thread is in there
		ProxiedConnection.awaitEnd(this.acceptor);
		this.connections.forEach(ProxiedConnection::close);
	}

	/**
	 * Takes connections at the same port again.
	 */
	public synchronized void up() {
		if (this.listener != null) {
			return;
		}
		try {
			ServerSocket next = new ServerSocket();
			next.setReuseAddress(true);
			next.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 200);
			this.listener = next;
			this.acceptor = ProxiedConnection.onThread(() -> accept(next));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(ServerSocket from) {
		while (!from.isClosed()) {
			try {
				open(from.accept());
			}
			catch (IOException ex) {
				// closed, or the server is away: the client has been told by then
			}
		}
	}

	private void open(Socket client) throws IOException {
		try {
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
			ProxiedConnection connection = new ProxiedConnection(client, server, this.rule, this.connections::remove,
					this.firstBytes::add);
			this.connections.add(connection);
			this.most.accumulateAndGet(this.connections.size(), Math::max);
			connection.start();
		}
		catch (IOException ex) {
			client.close();
			throw ex;
		}
	}

	/**
	 * Connections stay open and new ones are taken, but nothing gets through, in either
	 * direction.
	 */
	public void stall() {
		this.rule.set(Regime.STALLED);
	}

	/**
	 * No more answers come through a connection once it has brought so many bytes of
	 * them; it stays open.
	 * @param bytes how many, counted from now on
	 */
	public void stallAfter(long bytes) {
		this.rule.set(Regime.limited(bytes, AtLimit.HOLD));
	}

	/**
	 * Each connection is reset once it has brought so many bytes of answers.
	 * @param bytes how many, counted from now on
	 */
	public void resetAfter(long bytes) {
		this.rule.set(Regime.limited(bytes, AtLimit.RESET));
	}

	/**
	 * Each connection ends in good order once it has brought so many bytes of answers.
	 * @param bytes how many, counted from now on
	 */
	public void endAfter(long bytes) {
		this.rule.set(Regime.limited(bytes, AtLimit.END));
	}

	/**
	 * Answers come one byte after another.
	 * @param bytesPerSecond how many of them in a second
	 */
	public void drip(int bytesPerSecond) {
		this.rule.set(Regime.pieces(1, Duration.ofSeconds(1).dividedBy(bytesPerSecond)));
	}

	/**
	 * Answers come in slices, which are never read as one.
	 * @param bytes how long a slice is at most
	 * @param pause how long before each slice
	 */
	public void slice(int bytes, Duration pause) {
		this.rule.set(Regime.pieces(bytes, pause));
	}

	/**
	 * Answers are on their way for so long, each byte from when it was sent: what follows
	 * at once follows at once. About half a megabyte is on its way at most.
	 * @param latency how long
	 */
	public void latency(Duration latency) {
		this.rule.set(Regime.late(latency));
	}

	/**
	 * Everything gets through again; what was held back comes now.
	 */
	public void flow() {
		this.rule.set(Regime.OPEN);
	}

	/**
	 * How many connections are open.
	 * @return the number
	 */
	public int open() {
		return this.connections.size();
	}

	/**
	 * How many were open at once at most.
	 * @return the number
	 */
	public int most() {
		return this.most.get();
	}

	/**
	 * The first byte that came through each connection, in the order of their coming:
	 * 0x16 begins TLS, a letter begins HTTP.
	 * @return the bytes, a copy
	 */
	public List<Integer> firstBytes() {
		return new ArrayList<>(this.firstBytes);
	}

	static void closeQuietly(@Nullable AutoCloseable resource) {
		try {
			if (resource != null) {
				resource.close();
			}
		}
		catch (Exception ex) {
			// then it is as good as closed
		}
	}

	@Override
	public void close() {
		down();
		this.ports.close();
	}

}
