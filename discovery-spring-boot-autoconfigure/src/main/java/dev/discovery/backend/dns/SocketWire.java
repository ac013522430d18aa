package dev.discovery.backend.dns;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Scheduler.Timer;
import dev.discovery.time.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * Sockets, a new one for each exchange: nothing is open while nothing is asked, and each
 * question comes from another port. One thread serves all that are under way, and ends
 * when there are none.
 * <p>
 * The library's own is one for the whole JVM, keeps connections, and can't be closed for
 * one of several users. Safe for use by several threads; answers are given on the wire's
 * threads.
 */
final class SocketWire implements Wire {

	/** One selects, one hands answers out, one may be held up by the name of a server. */
	private static final int THREADS = 3;

	private final Scheduler scheduler;

	private final WorkerPool workers = new WorkerPool("discovery-dns", THREADS);

	private final Queue<BooleanSupplier> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicInteger underWay = new AtomicInteger();

	private final Set<CompletableFuture<byte[]>> answers = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Selector selector;

	private volatile boolean closed;

	SocketWire(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	@Override
	public CompletableFuture<byte[]> exchange(Packet packet, Duration limit) {
		CompletableFuture<byte[]> answer = new CompletableFuture<>();
		this.answers.add(answer);
		answer.whenComplete((value, failure) -> this.answers.remove(answer));
		if (this.closed) {
			answer.completeExceptionally(closedException());
			return answer;
		}
		Timer timer = this.scheduler
			.schedule(() -> answer.completeExceptionally(new SilentServerException(packet, limit)), limit);
		answer.whenComplete((value, failure) -> timer.cancel());
		this.workers.execute(() -> begin(packet, answer));
		return answer;
	}

	private void begin(Packet packet, CompletableFuture<byte[]> answer) {
		Conversation conversation;
		try {
			conversation = Conversation.open(packet);
		}
		catch (IOException | RuntimeException ex) {
			answer.completeExceptionally(SocketFailures.of(packet, ex));
			return;
		}
		// counted first: a thread that is about to end must not take the task and go
		boolean idle = this.underWay.getAndIncrement() == 0;
		this.tasks.add(() -> register(new Underway(conversation, packet, answer, this.workers)));
		if (idle) {
			this.workers.execute(this::serve);
		}
		else {
			wakeUp();
		}
	}

	/** On the thread that selects, as everything below. */
	private boolean register(Underway underway) {
		underway.answer().whenComplete((value, failure) -> {
			this.tasks.add(() -> {
				underway.conversation().close();
				return this.underWay.decrementAndGet() == 0;
			});
			wakeUp();
		});
		Selector current = this.selector;
		try {
			if (current != null && !underway.answer().isDone()) {
				underway.conversation().register(current).attach(underway);
			}
		}
		catch (IOException | RuntimeException ex) {
			underway.failed(ex);
		}
		return false;
	}

	private void serve() {
		try (Selector current = Selector.open()) {
			this.selector = current;
			while (runTasks()) {
				current.select((key) -> ((Underway) key.attachment()).ready(key));
			}
		}
		catch (Throwable ex) {
			// whatever it is, a wire that is stuck would be worse
			this.selector = null;
			BackendException cause = new BackendException(Kind.UNREACHABLE, "there are no sockets", ex, null);
			do {
				this.answers.forEach((answer) -> answer.completeExceptionally(cause));
			}
			while (runTasks());
		}
	}

	/**
	 * Does what others want done.
	 * @return false once nothing is under way any more: what comes after is another
	 * thread's
	 */
	private boolean runTasks() {
		for (BooleanSupplier task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			if (task.getAsBoolean()) {
				return false;
			}
		}
		return true;
	}

	private void wakeUp() {
		Selector current = this.selector;
		if (current != null) {
			current.wakeup();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.answers.forEach((answer) -> answer.completeExceptionally(closedException()));
		this.workers.close();
	}

	private static BackendException closedException() {
		return new BackendException(Kind.UNAVAILABLE, "this registry is closed");
	}

	/**
	 * A conversation and who waits for its end, who is told by other threads.
	 */
	private record Underway(Conversation conversation, Packet packet, CompletableFuture<byte[]> answer,
			WorkerPool workers) {

		void ready(SelectionKey key) {
			if (this.answer.isDone()) {
				key.cancel();
				return;
			}
			try {
				byte[] message = this.conversation.proceed(key);
				if (message != null) {
					key.cancel();
					this.workers.execute(() -> this.answer.complete(message));
				}
			}
			catch (Throwable ex) {
				key.cancel();
				failed(ex);
			}
		}

		void failed(Throwable failure) {
			BackendException cause = SocketFailures.of(this.packet, failure);
			this.workers.execute(() -> this.answer.completeExceptionally(cause));
		}

	}

}
