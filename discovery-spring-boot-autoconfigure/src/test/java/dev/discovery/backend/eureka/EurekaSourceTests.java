package dev.discovery.backend.eureka;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.MirrorSink;
import dev.discovery.model.Instance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EurekaSourceTests extends StubEureka {

	private static final String ALL = "GET /apps";

	private static final String CHANGES = "GET /apps/delta";

	private final EurekaSource source = new EurekaSource(this.servers, EurekaReading.DEFAULT);

	private final Sink sink = new Sink();

	@BeforeEach
	void answerWithTwoServices() {
		this.bodies.put("/apps", applications("UP_2_", application("ORDERS", instance("o1", "UP")),
				application("PAYMENTS", instance("p1", "UP"))));
		this.bodies.put("/apps/delta", applications("UP_2_"));
	}

	@Test
	void readsEverythingOnceAndThenWhatHasChanged() {
		sync();
		assertThat(this.sink.told).containsExactly("all {orders=[o1], payments=[p1]}");
		sync();
		this.bodies.put("/apps/delta",
				applications("UP_3_", application("ORDERS", instance("o2", "UP", action("ADDED")))));
		sync();
		assertThat(this.requests).containsExactly(ALL, CHANGES, CHANGES);
		assertThat(this.sink.told).hasSize(2).last().isEqualTo("orders [o1, o2]");
	}

	/**
	 * Longer than any other answer may take.
	 */
	@Test
	void readsALargeRegistryThatComesSlowly() {
		this.bytesPerSecond = this.bodies.get("/apps").length() / 6;
		sync();
		assertThat(this.sink.told).containsExactly("all {orders=[o1], payments=[p1]}");
	}

	@Test
	void tellsApartWhatHasTheSameIdInTwoApplicationsThatShareAName() {
		this.bodies.put("/apps", applications("UP_1_", application("BLUE", instance("host1", "UP", vip("orders")))));
		sync();
		this.bodies.put("/apps/delta",
				applications("UP_2_", application("GREEN", instance("host1", "UP", vip("orders"), action("ADDED")))));
		sync();
		assertThat(this.sink.told).first().isEqualTo("all {blue=[host1], orders=[host1]}");
		assertThat(this.sink.told).contains("green [host1]", "orders [host1@blue, host1@green]");
	}

	@Test
	void appliesChangesInTheirOrder() {
		sync();
		this.bodies.put("/apps/delta",
				applications("DOWN_1_UP_1_",
						application("ORDERS", instance("o1", "UP", action("DELETED")),
								instance("o1", "DOWN", action("ADDED")), instance("o9", "UP", action("DELETED"))),
						application("PAYMENTS", instance("p1", "UP", action("MODIFIED")))));
		sync();
		assertThat(this.sink.told).hasSize(2).last().isEqualTo("orders [o1 DOWN]");
		assertThat(this.requests).containsExactly(ALL, CHANGES);
	}

	@Test
	void saysThatAServiceHasGone() {
		sync();
		this.bodies.put("/apps/delta",
				applications("UP_1_", application("ORDERS", instance("o1", "UP", action("DELETED")))));
		sync();
		assertThat(this.sink.told).last().isEqualTo("orders []");
	}

	@Test
	void saysNothingOfAChangeThatItHasAlready() {
		sync();
		this.bodies.put("/apps/delta",
				applications("UP_2_", application("ORDERS", instance("o1", "UP", action("ADDED")))));
		sync();
		sync();
		assertThat(this.sink.told).hasSize(1);
	}

	@Test
	void readsEverythingAgainWhereTheCountsDifferButNotAllTheTime() {
		sync();
		this.bodies.put("/apps/delta", applications("DOWN_7_UP_2_"));
		sync();
		assertThat(this.requests).containsExactly(ALL, CHANGES, ALL);
		sync();
		assertThat(this.requests).hasSize(4).last().isEqualTo(CHANGES);
		warp(Duration.ofSeconds(15));
		sync();
		assertThat(this.requests).hasSize(6).endsWith(CHANGES, ALL);
	}

	@Test
	void goesOnDoubtingWhereEverythingCouldNotBeRead() {
		sync();
		this.bodies.put("/apps/delta",
				applications("UP_9_", application("ORDERS", instance("o2", "UP", action("ADDED")))));
		this.statuses.put(ALL, 500);
		assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
		assertThat(this.sink.told).hasSize(1);
		this.statuses.clear();
		sync();
		assertThat(this.requests).last().isEqualTo(ALL);
		assertThat(this.sink.told).last().isEqualTo("all {orders=[o1], payments=[p1]}");
	}

	@Test
	void readsEverythingAfterAGapThatTheServerMayHaveForgotten() {
		sync();
		warp(Duration.ofSeconds(59));
		sync();
		warp(Duration.ofSeconds(60));
		sync();
		assertThat(this.requests).containsExactly(ALL, CHANGES, ALL);
	}

	@Test
	void readsEverythingEveryFiveMinutes() {
		sync();
		for (int i = 0; i < 9; i++) {
			warp(Duration.ofSeconds(30));
			sync();
		}
		assertThat(this.requests).hasSize(10).filteredOn(ALL::equals).hasSize(1);
		warp(Duration.ofSeconds(30));
		sync();
		assertThat(this.requests).last().isEqualTo(ALL);
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 404 })
	void readsEverythingWhereChangesAreRefusedAndAsksForThemAgainLater(int status) {
		sync();
		this.statuses.put(CHANGES, status);
		sync();
		sync();
		assertThat(this.requests).containsExactly(ALL, CHANGES, ALL, ALL);
		this.statuses.clear();
		for (int i = 0; i < 6; i++) {
			warp(Duration.ofSeconds(50));
			sync();
		}
		assertThat(this.requests).last().isEqualTo(CHANGES);
	}

	@Test
	void readsEverythingWhereAnotherServerAnswers() {
		List<String> asked = new ArrayList<>();
		URI first = serve((exchange) -> {
			asked.add(exchange.getRequestURI().toString());
			if (asked.size() > 2) {
				exchange.close();
				return;
			}
			answer(exchange);
		}).resolve("/eureka");
		EurekaSource source = new EurekaSource(new EurekaServers(this.eureka, this.client, List.of(first, this.url)),
				EurekaReading.DEFAULT);
		await(source.sync(this.sink));
		await(source.sync(this.sink));
		await(source.sync(this.sink));
		assertThat(asked).startsWith("/eureka/apps", "/eureka/apps/delta", "/eureka/apps/delta");
		assertThat(this.requests).containsExactly(ALL, CHANGES, ALL);
		assertThat(this.sink.told).hasSize(2);
	}

	@Test
	void readsEverythingForAMirrorThatHoldsNothing() {
		sync();
		this.sink.blank = true;
		sync();
		assertThat(this.requests).containsExactly(ALL, ALL);
	}

	@Test
	void asksForRemoteRegionsToo() {
		EurekaSource source = new EurekaSource(this.servers,
				new EurekaReading(Duration.ofSeconds(5), List.of("us-east", "us west")));
		await(source.sync(this.sink));
		await(source.sync(this.sink));
		assertThat(this.requests).containsExactly(ALL + "?regions=us-east%2Cus+west",
				CHANGES + "?regions=us-east%2Cus+west");
	}

	@Test
	void countsAnEntryThatItCanNotUse() {
		this.bodies.put("/apps",
				applications("UP_4_",
						application("ORDERS", instance("o1", "UP"), instance("o2", "UP", "\"port\":[]"),
								instance("o3", "UP", "\"hostName\":\"a@b\"")),
						application("PAYMENTS", instance("p1", "UP"))));
		this.bodies.put("/apps/delta", applications("UP_4_"));
		sync();
		sync();
		assertThat(this.sink.told).containsExactly("all {orders=[o1], payments=[p1]}");
		assertThat(this.requests).containsExactly(ALL, CHANGES);
		assertThat(this.exchanges.dropped()).containsExactly("malformed", "invalid");
	}

	@Test
	void waitsATenthLessByChance() {
		for (int i = 0; i < 50; i++) {
			Duration pause = sync();
			assertThat(pause).isBetween(Duration.ofMillis(4500), Duration.ofSeconds(5));
		}
		assertThat(sync()).isNotEqualTo(sync());
	}

	@Test
	void saysWhatToDoWhereTheServerRefuses() {
		this.statuses.put(ALL, 401);
		BackendException unauthorized = failure();
		assertThat(unauthorized.kind()).isEqualTo(Kind.DENIED);
		assertThat(unauthorized).hasMessageContaining("set discovery.eureka.username and .password");
		this.statuses.put(ALL, 403);
		BackendException warmingUp = failure();
		assertThat(warmingUp.kind()).isEqualTo(Kind.UNAVAILABLE);
		assertThat(warmingUp).hasMessageContaining("still warming up");
		this.statuses.put(ALL, 404);
		BackendException elsewhere = failure();
		assertThat(elsewhere.kind()).isEqualTo(Kind.INVALID);
		assertThat(elsewhere).hasMessageContaining("as http://localhost:8761/eureka does");
	}

	@Test
	void asksForJson() {
		List<String> accepted = new ArrayList<>();
		URI url = serve((exchange) -> {
			accepted.add(exchange.getRequestHeaders().getFirst("Accept"));
			answer(exchange);
		}).resolve("/eureka");
		await(new EurekaSource(new EurekaServers(this.eureka, this.client, List.of(url)), EurekaReading.DEFAULT)
			.sync(this.sink));
		assertThat(accepted).containsExactly("application/json");
	}

	private Duration sync() {
		Duration pause = await(this.source.sync(this.sink));
		this.sink.blank = false;
		return pause;
	}

	private BackendException failure() {
		return failure(this.source.sync(this.sink));
	}

	/**
	 * Remembers what it is told.
	 */
	private static final class Sink implements MirrorSink {

		private final List<String> told = new ArrayList<>();

		private boolean blank = true;

		@Override
		public boolean isBlank() {
			return this.blank;
		}

		@Override
		public void replaceAll(Map<String, List<Instance>> services, Map<String, BackendException> failed) {
			Map<String, List<String>> all = new TreeMap<>();
			services.forEach((name, instances) -> all.put(name, text(instances)));
			this.told.add("all " + all);
			this.blank = false;
		}

		@Override
		public void replace(String serviceId, List<Instance> instances) {
			this.told.add(serviceId + " " + text(instances));
		}

		@Override
		public void fail(String serviceId, BackendException cause) {
			this.told.add(serviceId + " failed");
		}

		@Override
		public void confirm() {
			this.told.add("confirmed");
		}

		private static List<String> text(List<Instance> instances) {
			return instances.stream()
				.map((instance) -> instance.getInstanceId()
						+ (instance.getHealth().name().equals("UP") ? "" : " " + instance.getHealth()))
				.sorted()
				.toList();
		}

	}

}
