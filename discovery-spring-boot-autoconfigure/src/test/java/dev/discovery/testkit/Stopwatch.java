package dev.discovery.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures how long something takes in real time, and how much of that the machine has
 * kept somebody waiting for a processor or a disk: what is claimed of a time is claimed
 * of a machine that has time.
 * <p>
 * Linux says so in {@code /proc/pressure} (pressure stall information) and, of what a
 * hypervisor has taken, in {@code /proc/stat}. Where nobody says so, two thirds of any
 * time are taken for the machine's.
 */
public final class Stopwatch {

	private static final Path PRESSURE = Path.of("/proc/pressure");

	private static final Path STAT = Path.of("/proc/stat");

	private static final int STEAL = 8;

	private static final Duration JIFFY = Duration.ofMillis(10);

	private final long began = System.nanoTime();

	private final Stalls before = Stalls.now();

	private Stopwatch() {
	}

	/**
	 * A new one, which runs.
	 */
	public static Stopwatch start() {
		return new Stopwatch();
	}

	/**
	 * How long it has run.
	 */
	public Duration taken() {
		return Duration.ofNanos(System.nanoTime() - this.began);
	}

	/**
	 * For how much of that somebody on this machine was kept waiting, at the most.
	 */
	public Duration stalled() {
		return this.before.until(Stalls.now(), taken());
	}

	/**
	 * Fails if it has run for longer, the machine's share apart.
	 * @param claim how long it may take where the machine has time
	 */
	public void assertWithin(Duration claim) {
		assertWithin("time taken", taken(), claim);
	}

	/**
	 * Fails if something that was measured in the meantime has taken longer, the
	 * machine's share apart.
	 */
	public void assertWithin(String what, Duration taken, Duration claim) {
		Duration stalled = stalled();
		assertThat(taken).as("%s, where the machine has kept somebody waiting for %s", what, stalled)
			.isLessThanOrEqualTo(claim.plus(stalled));
	}

	/**
	 * Since the machine's start.
	 *
	 * @param known whether somebody says so
	 */
	private record Stalls(boolean known, Duration total) {

		static Stalls now() {
			try {
				return new Stalls(true, pressure("cpu").plus(pressure("io")).plus(stolen()));
			}
			catch (IOException | IllegalArgumentException ex) {
				return new Stalls(false, Duration.ZERO);
			}
		}

		/**
		 * The first line has the time in which anybody waited, in microseconds at its
		 * end.
		 */
		private static Duration pressure(String resource) throws IOException {
			try (Stream<String> lines = Files.lines(PRESSURE.resolve(resource))) {
				String some = lines.findFirst().orElse("");
				long micros = Long.parseLong(some.substring(some.lastIndexOf('=') + 1));
				return Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros));
			}
		}

		private static Duration stolen() throws IOException {
			try (Stream<String> lines = Files.lines(STAT)) {
				String[] all = lines.findFirst().orElse("").split("\\s+");
				return (all.length > STEAL) ? JIFFY.multipliedBy(Long.parseLong(all[STEAL])) : Duration.ZERO;
			}
		}

		Duration until(Stalls later, Duration taken) {
			return (this.known && later.known) ? later.total.minus(this.total) : taken.dividedBy(3).multipliedBy(2);
		}

	}

}
