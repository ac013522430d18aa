package dev.discovery.backend.consul;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.backend.consul.ConsulReading.Selection;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingObserver;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.model.Provenance;
import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.Apart;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.Stopwatch;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An agent that says nonsense, says very much, or can't be reached in a way that takes
 * time to notice.
 */
@Apart
@ExtendWith(OutputCaptureExtension.class)
class ConsulBadAnswersTests extends StubConsul {

	private static final String PATH = "/v1/health/service/";

	private static final int CROWD = 10_000;

	private static final Duration APPLIED = Duration.ofMillis(500);

	private static final Duration CONNECT = Duration.ofSeconds(1);

	private static final Duration SLACK = Duration.ofMillis(500);

	/** A busy machine may spoil some of them. */
	private static final int TRIES = 8;

	@BeforeEach
	void answerWithThree() {
		this.bodies.put(PATH, list(3));
	}

	@Test
	void keepTheLastGoodOneAndAreWarnedOfOnceWhereTheyAreMalformed(CapturedOutput output) {
		try (ConsulSide side = ConsulSide.open(this.url)) {
			follow(side, 3);
			try (LookupLoad load = load(side)) {
				String good = this.bodies.put(PATH, list(4).substring(0, 300));
				goOn(side, () -> side.exchanges.count("read invalid") >= 5);
				assertThat(provenance(side)).isEqualTo(Provenance.STALE);
				assertThat(side.up("orders")).hasSize(3);
				this.bodies.put(PATH, good);
				goOn(side, () -> provenance(side) == Provenance.LIVE);
				load.assertUnharmed(3);
			}
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("WARN"))).hasSize(1);
		assertThat(output.getAll().lines().filter((line) -> line.contains("answers again"))).hasSize(1);
	}

	/**
	 * Time passes, half a minute at once.
	 */
	private static void goOn(ConsulSide side, Callable<Boolean> condition) {
		AtomicLong next = new AtomicLong(System.nanoTime());
		side.await(() -> {
			if (System.nanoTime() > next.get()) {
				side.time.warp(Duration.ofSeconds(35));
				next.set(System.nanoTime() + 300_000_000);
			}
			return condition.call();
		});
	}

	/**
	 * From the question to the pool of those who are called.
	 */
	@Test
	void areAppliedWithinHalfASecondWhereTheyHaveTenThousandInstances() {
		this.bodies.put(PATH, list(CROWD));
		Duration best = Duration.ofDays(1);
		for (int i = 0; i < TRIES && best.compareTo(APPLIED) > 0; i++) {
			try (ConsulSide side = ConsulSide.at(this.url).reading(ConsulSide.PATIENT_READING).open()) {
				Balancer balancer = new Balancer(side.directory,
						(serviceId) -> BalancingSettings.of(Policies.roundRobin()),
						new BalancingRuntime(side.time, side.time, Randomness.seeded(1), BalancingObserver.NONE));
				Stopwatch watch = Stopwatch.start();
				side.directory.entry("orders");
				side.await(() -> side.up("orders").size() == CROWD);
				assertThat(balancer.pool("orders").candidates()).hasSize(CROWD);
				Duration taken = watch.taken();
				Duration stalled = watch.stalled();
				System.out.println("ten thousand instances applied after " + taken.toMillis()
						+ " ms; waited for the machine " + stalled.toMillis() + " ms");
				Duration fair = taken.minus(stalled);
				best = (fair.compareTo(best) < 0) ? fair : best;
			}
		}
		assertThat(best).isLessThanOrEqualTo(APPLIED);
	}

	/**
	 * Whoever connects is neither accepted nor refused, since the backlog is full.
	 */
	@Test
	void failNoLookupWhereConnectionsAreSwallowed() throws IOException {
		List<Socket> fill = new ArrayList<>();
		try (TcpProxy proxy = TcpProxy.to(this.url.getPort());
				ConsulSide side = ConsulSide.at(proxy.url()).reading(reading(Selection.ALL)).open()) {
			follow(side, 3);
			proxy.down();
			side.await(() -> provenance(side) == Provenance.STALE);
			try (ServerSocket full = new ServerSocket(proxy.port(), 1, InetAddress.getByName("127.0.0.1"));
					LookupLoad load = load(side)) {
				fill(full, fill);
				Stopwatch watch = Stopwatch.start();
				side.await(() -> swallowed(side).size() >= 2);
				assertThat(swallowed(side)).allSatisfy((took) -> {
					assertThat(took).isGreaterThanOrEqualTo(CONNECT.minus(SLACK));
					watch.assertWithin("connecting", took, CONNECT.plus(SLACK));
				});
				load.awaitLookupsFor(Duration.ofMillis(500));
				load.assertUnharmed(3);
			}
			for (Socket socket : fill) {
				socket.close();
			}
			proxy.up();
			side.await(() -> provenance(side) == Provenance.LIVE);
		}
	}

	/**
	 * Whoever is refused waits for nothing.
	 */
	private static List<Duration> swallowed(ConsulSide side) {
		return side.exchanges.times("read unreachable")
			.stream()
			.filter((took) -> took.compareTo(CONNECT.dividedBy(2)) > 0)
			.toList();
	}

	private static void fill(ServerSocket full, List<Socket> fill) throws IOException {
		for (int i = 0; i < 4; i++) {
			Socket socket = new Socket();
			fill.add(socket);
			try {
				socket.connect(full.getLocalSocketAddress(), 100);
			}
			catch (IOException ex) {
				// the backlog is full, as intended
			}
		}
	}

	private static void follow(ConsulSide side, int instances) {
		side.directory.entry("orders");
		side.await(() -> side.up("orders").size() == instances);
	}

	private static Provenance provenance(ConsulSide side) {
		return side.directory.lookup("orders").provenance();
	}

	private static LookupLoad load(ConsulSide side) {
		return LookupLoad.of(() -> side.directory.lookup("orders").up());
	}

	private static String list(int instances) {
		return IntStream.range(0, instances)
			.mapToObj((i) -> entry("\"Node\":\"n\",\"Address\":\"10.1.1.1\"",
					"\"ID\":\"orders-%d\",\"Address\":\"10.0.%d.%d\",\"Port\":8080,\"Meta\":{\"version\":\"1\"}"
						.formatted(i, i / 250, i % 250 + 1),
					"a=passing", "b=passing"))
			.collect(Collectors.joining(",", "[", "]"));
	}

}
