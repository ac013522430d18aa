package dev.discovery.fitness.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import dev.discovery.model.Instance;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Scheduler.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the instance's own port, and hangs up at once. The deadline is also over
 * the look-up of the host. Safe for use by several threads.
 */
final class TcpProbe implements Probe {

	private final Executor executor;

	private final Set<Socket> open;

	private final Duration timeout;

	private final Scheduler scheduler;

	/**
	 * Creates the probe.
	 * @param executor where connecting may block
	 * @param open the sockets that connect just now, so that somebody can close them
	 * @param timeout how long it may take to be connected
	 * @param scheduler keeps the deadlines
	 */
	TcpProbe(Executor executor, Set<Socket> open, Duration timeout, Scheduler scheduler) {
		this.executor = executor;
		this.open = open;
		this.timeout = timeout;
		this.scheduler = scheduler;
	}

	@Override
	public CompletionStage<@Nullable String> probe(Instance instance) {
		CompletableFuture<@Nullable String> result = new CompletableFuture<>();
		Timer deadline = this.scheduler
			.schedule(() -> result.complete("not connected within " + this.timeout.toMillis() + " ms"), this.timeout);
		result.whenComplete((why, failure) -> deadline.cancel());
		this.executor.execute(() -> {
			if (!result.isDone()) {
				result.complete(connect(instance));
			}
		});
		return result;
	}

	private @Nullable String connect(Instance instance) {
		Socket socket = new Socket();
		this.open.add(socket);
		try (socket) {
			socket.connect(new InetSocketAddress(instance.getHost(), instance.getPort()),
					(int) Math.min(Integer.MAX_VALUE, this.timeout.toMillis()));
			return null;
		}
		catch (IOException | RuntimeException ex) {
			return ProbeFailures.of(ex);
		}
		finally {
			this.open.remove(socket);
		}
	}

}
