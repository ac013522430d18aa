package dev.discovery.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Apart
class LookupLoadTests {

	private final AtomicReference<Supplier<List<?>>> lookup = new AtomicReference<>(() -> List.of("one", "two"));

	@Test
	void isContentWithWhatIsThere() {
		try (LookupLoad load = load()) {
			load.assertUnharmed(2);
		}
	}

	@Test
	void noticesThatSomebodyWasMissingOnce() {
		try (LookupLoad load = load()) {
			this.lookup.set(() -> List.of("one"));
			load.awaitLookupsFor(Duration.ofMillis(40));
			this.lookup.set(() -> List.of("one", "two"));
			load.assertUnharmed(1);
			assertHarmed(load);
		}
	}

	@Test
	void noticesAFailure() {
		try (LookupLoad load = load()) {
			this.lookup.set(() -> {
				throw new IllegalStateException();
			});
			load.awaitLookupsFor(Duration.ofMillis(40));
			assertHarmed(load);
		}
	}

	@Test
	void noticesAWait() {
		try (LookupLoad load = load()) {
			this.lookup.set(() -> {
				this.lookup.set(() -> List.of("one", "two"));
				Patience.pass(Duration.ofMillis(1100));
				return List.of("one", "two");
			});
			load.awaitLookupsFor(Duration.ofSeconds(2));
			assertHarmed(load);
		}
	}

	private LookupLoad load() {
		LookupLoad load = LookupLoad.of(() -> this.lookup.get().get());
		load.awaitLookupsFor(Duration.ofMillis(40));
		return load;
	}

	private static void assertHarmed(LookupLoad load) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> load.assertUnharmed(2));
	}

}
