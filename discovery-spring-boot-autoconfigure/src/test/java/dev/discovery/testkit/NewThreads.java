package dev.discovery.testkit;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The threads that have been started since a moment: what was there before belongs to
 * others, such as contexts that other tests keep.
 */
public final class NewThreads {

	private final Set<Thread> before = Thread.getAllStackTraces().keySet();

	private NewThreads() {
	}

	/**
	 * Those that are started from now on.
	 */
	public static NewThreads fromNow() {
		return new NewThreads();
	}

	/**
	 * The names of those that are there.
	 */
	public List<String> names(Predicate<String> name) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.isAlive() && !this.before.contains(thread))
			.map(Thread::getName)
			.filter(name)
			.toList();
	}

	/**
	 * Waits until none is left whose name begins so.
	 */
	public void awaitNone(String prefix) {
		Patience.await().untilAsserted(() -> assertThat(names((name) -> name.startsWith(prefix))).isEmpty());
	}

}
