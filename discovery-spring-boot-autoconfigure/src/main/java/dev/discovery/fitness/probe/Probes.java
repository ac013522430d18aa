package dev.discovery.fitness.probe;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.discovery.time.Scheduler;
import dev.discovery.time.WorkerPool;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes probes, which share a client and a few threads. It makes no thread before the
 * first question, and all of them end some seconds after it was closed.
 * <p>
 * Safe for use by several threads.
 */
public final class Probes implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Probes.class);

	private static final int HTTP_THREADS = 2;

	private final Scheduler scheduler;

	private final WorkerPool http = new WorkerPool("discovery-probe-http", HTTP_THREADS);

	private final WorkerPool tcp;

	private final ProbeClient client;

	private final Set<Socket> connecting = ConcurrentHashMap.newKeySet();

	/**
	 * Creates the factory.
	 * @param scheduler keeps the deadlines; owned by somebody else
	 * @param tls asked before each exchange, so that certificates can be reloaded; null
	 * for the JVM's own
	 * @param parallelism how many connections may be tried at once, each on a thread
	 */
	public Probes(Scheduler scheduler, Supplier<@Nullable SSLContext> tls, int parallelism) {
		this.scheduler = scheduler;
		this.tcp = new WorkerPool("discovery-probe-tcp", parallelism);
		this.client = new ProbeClient(tls, this.http);
	}

	/**
	 * A probe that asks over HTTP, at the port and the path that the instance's metadata
	 * names, else at its own port; 2xx is healthy. Redirects aren't followed, and no
	 * credentials are sent.
	 * @param path where to ask if the metadata says nothing; see
	 * {@link ProbePath#isValid}
	 * @param timeout how long the whole exchange may take
	 * @return the probe
	 */
	public Probe http(String path, Duration timeout) {
		return new HttpProbe(this.client, new ProbeTargets(path), timeout, this.scheduler, tcp(timeout));
	}

	/**
	 * A probe that connects to the instance's own port.
	 * @param timeout how long it may take
	 * @return the probe
	 */
	public Probe tcp(Duration timeout) {
		return new TcpProbe(this.tcp, this.connecting, timeout, this.scheduler);
	}

	/**
	 * Breaks off what is on its way and closes all connections, until the next question.
	 */
	public void hangUp() {
		this.client.close();
		for (Socket socket : List.copyOf(this.connecting)) {
			try {
				socket.close();
			}
			catch (IOException ex) {
				logger.debug("A connection can't be closed", ex);
			}
		}
	}

	/**
	 * Breaks off what is on its way and lets the threads go. Has no effect the second
	 * time.
	 */
	@Override
	public void close() {
		hangUp();
		this.http.close();
		this.tcp.close();
	}

}
