package dev.discovery.time;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WarpedTimeTests {

	private final WarpedTime time = new WarpedTime("warped");

	private final List<String> done = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.time.close();
	}

	@Test
	void runsWhatIsDueInRealTime() {
		this.time.schedule(() -> this.done.add("later"), Duration.ofMillis(50));
		this.time.execute(() -> this.done.add("now"));
		Patience.await().until(() -> this.done.equals(List.of("now", "later")));
	}

	@Test
	void skipsWhatNobodyWantsToWaitFor() {
		long before = this.time.nanos();
		this.time.schedule(() -> this.done.add("b"), Duration.ofSeconds(50));
		this.time.schedule(() -> this.done.add("a"), Duration.ofSeconds(40));
		this.time.schedule(() -> this.done.add("never"), Duration.ofSeconds(30)).cancel();
		this.time.schedule(() -> this.done.add("c"), Duration.ofSeconds(100));
		this.time.warp(Duration.ofSeconds(60));
		Patience.await().until(() -> this.done.size() >= 2);
		assertThat(this.done).containsExactly("a", "b");
		assertThat(Duration.ofNanos(this.time.nanos() - before)).isBetween(Duration.ofSeconds(60),
				Duration.ofSeconds(100));
	}

	@Test
	void goesOnAfterATaskThatThrows() {
		this.time.execute(() -> {
			throw new IllegalStateException("a task that fails harms only itself");
		});
		this.time.execute(() -> this.done.add("next"));
		Patience.await().until(() -> this.done.equals(List.of("next")));
	}

}
