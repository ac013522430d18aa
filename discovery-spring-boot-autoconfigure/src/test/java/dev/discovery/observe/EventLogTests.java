package dev.discovery.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.limit.CircuitState;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.fitness.Ejection;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.observe.DiscoveryEvent.Type;
import dev.discovery.test.VirtualTime;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventLogTests {

	private final VirtualTime time = new VirtualTime();

	private final EventLog log = new EventLog(1_000, this.time, this.time);

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, this.log);

	@Test
	void tellsWhatChangedNewestFirst() {
		this.directory.entry("orders");
		Instance first = ScriptedBackend.instance("orders", 1);
		Instance second = ScriptedBackend.instance("orders", 2);
		this.backend.answer("orders", first);
		this.time.advance(Duration.ofSeconds(1));
		this.backend.answer("orders", first, second);
		this.backend.answer("orders", first.withHealth(Health.DOWN), second);
		this.backend.answer("orders", second);
		assertThat(all()).extracting(DiscoveryEvent::type, DiscoveryEvent::instance)
			.containsExactly(Assertions.tuple(Type.LEFT, first.getInstanceId()),
					Assertions.tuple(Type.HEALTH_CHANGED, first.getInstanceId()),
					Assertions.tuple(Type.JOINED, second.getInstanceId()),
					Assertions.tuple(Type.JOINED, first.getInstanceId()));
		assertThat(all()).extracting(DiscoveryEvent::sequence).containsExactly(4L, 3L, 2L, 1L);
		assertThat(all().get(1).detail()).isEqualTo("from UP to DOWN");
		assertThat(all().get(0).at()).isEqualTo(this.time.instant());
		assertThat(all().get(3).at()).isEqualTo(this.time.instant().minusSeconds(1));
	}

	@Test
	void namesTheMetadataThatChangedAndNoValue() {
		this.directory.entry("orders");
		this.backend.answer("orders", withMetadata(Map.of("password", "secret-1", "gone", "secret-2")));
		this.backend.answer("orders", withMetadata(Map.of("password", "secret-3", "new", "secret-4")));
		assertThat(all().get(0).type()).isEqualTo(Type.CHANGED);
		assertThat(all().get(0).detail()).isEqualTo("other metadata: gone, new, password");
		assertThat(all().toString()).doesNotContain("secret");
	}

	@Test
	void keepsEachTextInOneLine() {
		this.log.record(Type.STALE, "orders", null, "a\r\nb\u0085c\u2028d\u2029e\u0007f");
		assertThat(all().get(0).detail()).isEqualTo("a  b c d e f");
	}

	@Test
	void saysNothingOfNamesThatNobodyHas() {
		this.backend.answeringEmpty();
		for (int i = 0; i < 5_000; i++) {
			this.directory.lookup("random-" + i);
		}
		assertThat(this.log.recorded()).isZero();
	}

	@Test
	void makesOneEventOfManyInstancesThatChangeAtOnce() {
		this.log.record(Type.QUARANTINED, "billing", "billing-1", "by hand");
		this.directory.entry("orders");
		this.backend.answer("orders");
		Instance[] thousand = IntStream.rangeClosed(1, 1_000)
			.mapToObj((port) -> ScriptedBackend.instance("orders", port))
			.toArray(Instance[]::new);
		this.backend.answer("orders", thousand);
		this.backend.answer("orders");
		this.time.advance(DirectorySettings.DEFAULT.emptyHold());
		assertThat(all()).extracting(DiscoveryEvent::type)
			.containsExactly(Type.LEFT, Type.HELD, Type.JOINED, Type.QUARANTINED);
		assertThat(all().get(2).instance()).isNull();
		assertThat(all().get(2).detail()).startsWith("1000 instances: ").endsWith(" and 995 more");
	}

	@Test
	void countsTheRestOfAFloodAndKeepsWhatElseHappened() {
		this.log.panicked("billing", true);
		for (int i = 0; i < 10_000; i++) {
			this.log.record(Type.JOINED, "flapping", "flapping-1", "again");
			this.log.record(Type.LEFT, "flapping", "flapping-1", "again");
		}
		this.log.record(Type.RELEASED, "billing", "billing-1", "by alice");
		assertThat(all()).hasSize(102);
		assertThat(all()).extracting(DiscoveryEvent::type).contains(Type.PANIC_BEGAN).startsWith(Type.RELEASED);
		this.time.advance(Flood.WINDOW);
		assertThat(all()).extracting(DiscoveryEvent::detail)
			.filteredOn((detail) -> detail.startsWith("9950 more like this"))
			.hasSize(2);
		this.log.record(Type.JOINED, "flapping", "flapping-1", "again");
		assertThat(all()).hasSize(105);
	}

	@Test
	void neverHidesWhatPeopleDid() {
		for (int i = 0; i < 300; i++) {
			this.log.record(Type.QUARANTINED, "orders", "orders-" + i, "by alice");
		}
		assertThat(all()).hasSize(300);
	}

	@Test
	void boundsAFloodWhateverTheTimeOfDayDoes() {
		AtomicLong hours = new AtomicLong();
		EventLog own = new EventLog(1_000,
				() -> this.time.instant().plus(Duration.ofHours(hours.incrementAndGet() % 7)), this.time);
		for (int i = 0; i < 200; i++) {
			own.record(Type.STALE, "orders-" + i, null, "");
		}
		assertThat(own.last(1_000, (event) -> true)).hasSize(50);
		this.time.advance(Duration.ofSeconds(10));
		assertThat(own.last(1_000, (event) -> true)).hasSize(51).first().satisfies((event) -> {
			assertThat(event.detail()).startsWith("150 more like this");
			assertThat(event.at()).isAfter(this.time.instant());
		});
	}

	@Test
	void tellsOfARetryBudgetThatIsSpent() {
		this.log.exhausted("orders");
		assertThat(all()).singleElement().satisfies((event) -> {
			assertThat(event.type()).isEqualTo(Type.RETRIES_EXHAUSTED);
			assertThat(event.service()).isEqualTo("orders");
			assertThat(event.detail()).contains("retry budget");
		});
	}

	@Test
	void tellsOfALimitThatIsReachedAndOfACircuitThatOpensAndCloses() {
		this.log.limited("orders", "2 calls");
		this.log.circuit("orders", CircuitState.OPEN, "all failed");
		this.log.circuit("orders", CircuitState.CLOSED, "it succeeds");
		assertThat(all()).extracting(DiscoveryEvent::type, DiscoveryEvent::detail)
			.containsExactly(Assertions.tuple(Type.CIRCUIT_CLOSED, "it succeeds"),
					Assertions.tuple(Type.CIRCUIT_OPENED, "all failed"),
					Assertions.tuple(Type.LIMIT_REACHED, "2 calls"));
	}

	@Test
	void keepsTheLastAndForgetsTheOldest() {
		EventLog small = new EventLog(3, this.time, this.time);
		for (int i = 1; i <= 8; i++) {
			small.record(Type.JOINED, "orders", "orders-" + i, "");
		}
		assertThat(small.last(10, (event) -> true)).extracting(DiscoveryEvent::instance)
			.containsExactly("orders-8", "orders-7", "orders-6");
		assertThat(small.last(1, (event) -> !event.instance().endsWith("8"))).extracting(DiscoveryEvent::instance)
			.containsExactly("orders-7");
		assertThat(small.recorded()).isEqualTo(8);
	}

	@Test
	void losesNothingAndNumbersEachOnceWhenManyThreadsWrite() throws Exception {
		EventLog large = new EventLog(10_000, this.time, this.time);
		CountDownLatch together = new CountDownLatch(4);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		List<Future<?>> writers = new ArrayList<>();
		for (int thread = 0; thread < 4; thread++) {
			String service = "service-" + thread;
			writers.add(threads.submit(() -> {
				together.countDown();
				together.await();
				for (int i = 0; i < 2_000; i++) {
					large.record(Type.QUARANTINED, service, String.valueOf(i), "");
				}
				return null;
			}));
		}
		for (Future<?> writer : writers) {
			writer.get();
		}
		threads.shutdown();
		List<DiscoveryEvent> events = large.last(Integer.MAX_VALUE, (event) -> true);
		assertThat(events).hasSize(8_000).extracting(DiscoveryEvent::sequence).doesNotHaveDuplicates();
		for (int thread = 0; thread < 4; thread++) {
			String service = "service-" + thread;
			assertThat(events.stream()
				.filter((event) -> event.service().equals(service))
				.map((event) -> Integer.parseInt(event.instance()))).isSortedAccordingTo((a, b) -> b - a);
		}
	}

	@Test
	void readsInOrderAndSkipsWhatIsGone() {
		EventLog small = new EventLog(3, this.time, this.time);
		Supplier<DiscoveryEvent> reader = small.reader();
		assertThat(reader.get()).isNull();
		small.record(Type.STALE, "orders", null, "1");
		assertThat(reader.get().detail()).isEqualTo("1");
		for (int i = 2; i <= 6; i++) {
			small.record(Type.STALE, "orders", null, String.valueOf(i));
		}
		assertThat(List.of(reader.get().detail(), reader.get().detail(), reader.get().detail())).containsExactly("4",
				"5", "6");
		assertThat(reader.get()).isNull();
	}

	@Test
	void keepsEveryTextToOneBoundedLine() {
		this.log.record(Type.RELEASED, "orders", "a\nb", "x".repeat(10_000) + "\r\n");
		assertThat(all().get(0).instance()).isEqualTo("a b");
		assertThat(all().get(0).detail()).hasSize(500).doesNotContain("\n");
	}

	@Test
	void tellsOfStalenessAndDoubt() {
		ServiceEntry entry = this.directory.entry("orders");
		this.backend.answer("orders");
		this.backend.fail("orders");
		EventLog own = new EventLog(10, this.time, this.time);
		own.stale(entry);
		own.held(entry, 7);
		own.recovered(entry);
		assertThat(own.last(10, (event) -> true)).extracting(DiscoveryEvent::type, DiscoveryEvent::detail)
			.containsExactly(Assertions.tuple(Type.RECOVERED, "the registry answers again"),
					Assertions.tuple(Type.HELD, "7 instances vanished at once, which is not believed at once"),
					Assertions.tuple(Type.STALE, "connection refused"));
	}

	@Test
	void whoIsInLimboHasNotLeftYet() {
		ServiceEntry entry = this.directory.entry("orders");
		Instance one = ScriptedBackend.instance("orders", 1);
		ServiceSnapshot listed = ServiceSnapshot.of("orders", List.of(one));
		ServiceSnapshot doubted = ServiceSnapshot.of("orders", List.of()).withLimbo(List.of(one));
		EventLog own = new EventLog(10, this.time, this.time);
		own.changed(entry, listed, doubted);
		assertThat(own.recorded()).isZero();
		own.changed(entry, doubted, ServiceSnapshot.of("orders", List.of()));
		assertThat(own.last(10, (event) -> true)).extracting(DiscoveryEvent::type).containsExactly(Type.LEFT);
	}

	@Test
	void tellsWhoIsOutAndWhy() {
		Instance instance = ScriptedBackend.instance("orders", 1);
		Ejection hung = new Ejection(Ejection.Reason.HUNG, "no answer", 0, Duration.ofSeconds(30).toNanos(), 1);
		Ejection byHand = new Ejection(Ejection.Reason.QUARANTINE, "bad build (by alice)", 0,
				Duration.ofMinutes(5).toNanos(), 1);
		this.log.ejected("orders", instance, hung);
		this.log.revived("orders", instance, hung);
		this.log.ejected("orders", instance, byHand);
		this.log.probed("orders", instance, "HTTP 503");
		this.log.probed("orders", instance, null);
		this.log.panicked("orders", true);
		this.log.panicked("orders", false);
		assertThat(all()).extracting(DiscoveryEvent::type)
			.containsExactly(Type.PANIC_ENDED, Type.PANIC_BEGAN, Type.PROBE_PASSED, Type.PROBE_FAILED, Type.QUARANTINED,
					Type.REVIVED, Type.EJECTED);
		assertThat(all().get(6).detail()).isEqualTo("for 30.0 s: no answer");
		assertThat(all().get(4).detail()).isEqualTo("for 300.0 s: bad build (by alice)");
	}

	private static Instance withMetadata(Map<String, String> metadata) {
		return Instance.builder("orders", "h", 1).metadata(metadata).build();
	}

	private List<DiscoveryEvent> all() {
		return this.log.last(Integer.MAX_VALUE, (event) -> true);
	}

}
