package dev.discovery.backend.gossip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import dev.discovery.test.Ports;

/**
 * How long it takes until all members see that one has come, and that one was killed
 * ({@code kill -9}), with five processes on one machine; and how much each sends while
 * nothing happens, beside the formula {@code services * instances * ln(instances) * 64}
 * bytes per second.
 */
public final class GossipConvergence {

	private static final int SIZE = 5;

	private static final long QUIET_MILLIS = 30_000;

	private final List<Member> members = new ArrayList<>();

	private final Ports ports = new Ports(1);

	private int started;

	private GossipConvergence() {
	}

	/**
	 * Prints medians and maxima.
	 * @param args how many rounds; 10 by default
	 */
	public static void main(String[] args) throws Exception {
		int rounds = (args.length > 0 && args[0].matches("\\d+")) ? Integer.parseInt(args[0]) : 10;
		GossipConvergence benchmark = new GossipConvergence();
		try {
			benchmark.run(rounds);
		}
		finally {
			benchmark.members.forEach((member) -> member.process.destroyForcibly());
			benchmark.ports.close();
		}
		System.exit(0);
	}

	private void run(int rounds) throws Exception {
		List<Long> joins = new ArrayList<>();
		List<Long> kills = new ArrayList<>();
		for (int i = 0; i < SIZE; i++) {
			start();
			awaitAll(0, this.members.size());
		}
		traffic();
		for (int round = 0; round < rounds; round++) {
			Member victim = this.members.remove(this.members.size() - 1);
			long killed = System.currentTimeMillis();
			victim.process.destroyForcibly();
			kills.add(awaitAll(killed, SIZE - 1) - killed);
			Member joining = start();
			long last = awaitAll(killed + kills.get(round) + 1, SIZE);
			joins.add(last - joining.await(0, "JOINING"::equals));
		}
		print("all see who joined", joins);
		print("all see who was killed", kills);
	}

	private void traffic() throws Exception {
		List<Long> before = bytes();
		Thread.sleep(QUIET_MILLIS);
		List<Long> after = bytes();
		for (int i = 0; i < SIZE; i++) {
			System.out.printf(Locale.ROOT, "member %d sends %.0f bytes/s%n", i,
					(after.get(i) - before.get(i)) / (QUIET_MILLIS / 1000.0));
		}
		System.out.printf(Locale.ROOT, "formula: %.0f bytes/s%n", SIZE * Math.log(SIZE) * 64);
	}

	private List<Long> bytes() throws Exception {
		List<Long> all = new ArrayList<>();
		for (Member member : this.members) {
			long asked = System.currentTimeMillis();
			member.process.getOutputStream().write('\n');
			member.process.getOutputStream().flush();
			member.await(asked, (line) -> line.startsWith("BYTES"));
			String last = member.lines.stream().filter((line) -> line.contains("BYTES")).reduce("", (a, b) -> b);
			all.add(Long.parseLong(last.substring(last.lastIndexOf(' ') + 1)));
		}
		return all;
	}

	private Member start() throws IOException {
		int number = this.started++;
		Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-Xmx64m", "-cp", System.getProperty("java.class.path"),
				GossipMemberProcess.class.getName(), Integer.toString(number),
				Integer.toString((number == 0) ? this.ports.get(0) : 0), Integer.toString(this.ports.get(0)))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		Member member = new Member(process, new CopyOnWriteArrayList<>());
		member.follow();
		this.members.add(member);
		return member;
	}

	/**
	 * Waits until each sees so many.
	 * @return when the last one did
	 */
	private long awaitAll(long since, int count) throws Exception {
		long last = 0;
		for (Member member : this.members) {
			last = Math.max(last, member.await(since, ("UP " + count)::equals));
		}
		return last;
	}

	private static void print(String what, List<Long> millis) {
		List<Long> sorted = millis.stream().sorted().toList();
		System.out.printf(Locale.ROOT, "%s: median %d ms, max %d ms of %d%n", what, sorted.get(sorted.size() / 2),
				sorted.get(sorted.size() - 1), sorted.size());
	}

	private record Member(Process process, List<String> lines) {

		void follow() {
			Thread reader = new Thread(() -> {
				try (BufferedReader in = new BufferedReader(
						new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
					in.lines().filter((line) -> line.matches("\\d+ [A-Z]+.*")).forEach(this.lines::add);
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			reader.setDaemon(true);
			reader.start();
		}

		long await(long since, Predicate<String> what) throws Exception {
			for (int i = 0; i < 12_000; i++) {
				for (String line : this.lines) {
					int blank = line.indexOf(' ');
					long at = Long.parseLong(line.substring(0, blank));
					if (at >= since && what.test(line.substring(blank + 1))) {
						return at;
					}
				}
				Thread.sleep(5);
			}
			throw new IllegalStateException("not seen within a minute: " + this.lines);
		}

	}

}
