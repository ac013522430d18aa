package dev.discovery.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.discovery.testkit.CallReport.Call;

/**
 * Calls at a fixed rate, whether or not the ones before have been answered: two hundred
 * GETs and fifty POSTs a second, unless said otherwise. Each POST has a number that no
 * other has. Every call is remembered.
 */
public final class CallLoad implements AutoCloseable {

	private static final int GETS = 200;

	private static final int POSTS = 50;

	/** Whoever stood still for so long doesn't make up for it. */
	private static final Duration PAUSE = Duration.ofMillis(500);

	private static final AtomicInteger loads = new AtomicInteger();

	private final Queue<Call> ended = new ConcurrentLinkedQueue<>();

	private final Map<String, Call> open = new ConcurrentHashMap<>();

	private final AtomicInteger turn = new AtomicInteger();

	private final String prefix;

	private final List<Target> targets;

	private final ExecutorService callers;

	private final List<Thread> pacers;

	private volatile boolean stopped;

	private CallLoad(String name, List<Target> targets, int gets, int posts) {
		this.prefix = name + "-" + loads.incrementAndGet() + "-";
		this.targets = List.copyOf(targets);
		this.callers = Executors.newCachedThreadPool((task) -> daemon(task, "call"));
		this.pacers = Stream
			.of(daemon(() -> pace(gets, this::get), "gets"), daemon(() -> pace(posts, this::post), "posts"))
			.toList();
	}

	private static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, "call-load-" + name);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Starts.
	 * @param name what the numbers of its POSTs begin with
	 * @param targets used in turn
	 */
	public static CallLoad start(String name, List<Target> targets) {
		return start(name, targets, GETS, POSTS);
	}

	/**
	 * Starts with another rate.
	 * @param gets how many GETs a second
	 * @param posts how many POSTs a second, 0 for none
	 */
	public static CallLoad start(String name, List<Target> targets, int gets, int posts) {
		CallLoad load = new CallLoad(name, targets, gets, posts);
		load.pacers.forEach(Thread::start);
		return load;
	}

	private void pace(int perSecond, Runnable call) {
		if (perSecond == 0) {
			return;
		}
		long pace = TimeUnit.SECONDS.toNanos(1) / perSecond;
		long due = System.nanoTime();
		while (!this.stopped) {
			call.run();
			due += pace;
			long late = System.nanoTime() - due;
			if (late > PAUSE.toNanos()) {
				due += late;
			}
			while (due - System.nanoTime() > 0 && !this.stopped) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
		}
	}

	private void get() {
		int number = this.turn.getAndIncrement();
		call("GET", this.prefix + "g" + number, target(number)::get);
	}

	private void post() {
		int number = this.turn.getAndIncrement();
		String id = this.prefix + "p" + number;
		call("POST", id, () -> target(number).post(id));
	}

	private Target target(int number) {
		return this.targets.get(Math.floorMod(number, this.targets.size()));
	}

	private void call(String method, String id, Callable<String> call) {
		Call begun = Call.begun(method, id, Instant.now());
		this.open.put(id, begun);
		this.callers.execute(() -> {
			try {
				String answeredBy = String.valueOf(call.call());
				end(begun.answered(Instant.now(), answeredBy));
			}
			catch (Throwable ex) {
				end(begun.failed(Instant.now(), ex));
			}
		});
	}

	private void end(Call call) {
		this.ended.add(call);
		this.open.remove(call.id());
	}

	/**
	 * What has become of the calls so far; those that haven't ended come last.
	 */
	public CallReport report() {
		List<Call> unanswered = List.copyOf(this.open.values());
		List<Call> done = List.copyOf(this.ended);
		return new CallReport(Stream.concat(done.stream(), unanswered.stream().filter((call) -> !done.contains(call)))
			.distinct()
			.toList(), List.of());
	}

	/**
	 * Begins no more calls and waits for those that have begun, but not for long.
	 */
	public CallReport stop() {
		close();
		try {
			this.callers.awaitTermination(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return report();
	}

	@Override
	public void close() {
		this.stopped = true;
		this.pacers.forEach(CallLoad::join);
		this.callers.shutdown();
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A client.
	 */
	public interface Target {

		/**
		 * A GET.
		 * @return who has answered
		 */
		String get() throws Exception;

		/**
		 * A POST.
		 * @param id its number
		 * @return who has answered
		 */
		String post(String id) throws Exception;

	}

}
