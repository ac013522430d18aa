package dev.discovery.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.backend.RegistryObserver;

/**
 * Remembers the exchanges with a registry.
 */
public final class Exchanges implements RegistryObserver {

	private final List<String> all = new CopyOnWriteArrayList<>();

	private final List<String> history = new CopyOnWriteArrayList<>();

	private final Map<String, List<Duration>> times = new ConcurrentHashMap<>();

	private final long began = System.nanoTime();

	private final List<String> dropped = new CopyOnWriteArrayList<>();

	private final List<String> doubted = new CopyOnWriteArrayList<>();

	@Override
	public void exchanged(String backend, String operation, String outcome, Duration took) {
		this.all.add(operation + " " + outcome);
		this.times.computeIfAbsent(operation + " " + outcome, (exchange) -> new CopyOnWriteArrayList<>()).add(took);
		long now = Duration.ofNanos(System.nanoTime() - this.began).toMillis();
		this.history.add("at %d ms, after %d ms: %s %s".formatted(now, took.toMillis(), operation, outcome));
	}

	@Override
	public void dropped(String backend, String reason) {
		this.dropped.add(reason);
	}

	@Override
	public void doubted(String backend, String reason) {
		this.doubted.add(reason);
	}

	/**
	 * Why entries were doubted, one each.
	 */
	public List<String> doubted() {
		return List.copyOf(this.doubted);
	}

	/**
	 * How many there were.
	 * @param exchange the operation and the outcome, such as {@code read denied}
	 */
	public long count(String exchange) {
		return this.all.stream().filter(exchange::equals).count();
	}

	/**
	 * How many there were of other kinds.
	 * @param exchange the operation and the outcome, such as {@code read success}
	 */
	public long countBut(String exchange) {
		return this.all.stream().filter((each) -> !each.equals(exchange)).count();
	}

	/**
	 * How long they took.
	 * @param exchange the operation and the outcome, such as {@code read denied}
	 */
	public List<Duration> times(String exchange) {
		return List.copyOf(this.times.getOrDefault(exchange, List.of()));
	}

	/**
	 * How many there were of any kind.
	 */
	public int count() {
		return this.all.size();
	}

	/**
	 * Why entries were dropped, one each.
	 */
	public List<String> dropped() {
		return List.copyOf(this.dropped);
	}

	/**
	 * What happened, for those who want to know why a test fails.
	 */
	@Override
	public String toString() {
		return String.join("\n", this.history);
	}

}
