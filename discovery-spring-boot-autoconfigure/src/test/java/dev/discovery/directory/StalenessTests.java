package dev.discovery.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingObserver;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.Pool;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.model.Instance;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class StalenessTests {

	private static final Instance ONE = ScriptedBackend.instance("orders", 1);

	private static final Instance TWO = ScriptedBackend.instance("orders", 2);

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final List<String> heard = new ArrayList<>();

	private final ServiceDirectory directory = directory(
			new StalenessPolicy(null, Map.of("orders", Duration.ofMinutes(5))));

	private final Balancer balancer = new Balancer(this.directory,
			(serviceId) -> BalancingSettings.of(Policies.roundRobin()),
			new BalancingRuntime(this.time, this.time, Randomness.seeded(1), BalancingObserver.NONE));

	@Test
	void servesForEverUnlessItIsBounded() {
		follow("billing", ScriptedBackend.instance("billing", 1));
		this.backend.fail("billing");
		this.time.advance(Duration.ofDays(365));
		assertThat(this.directory.lookup("billing").up()).hasSize(1);
		assertThat(this.directory.lookup("billing").provenance()).isEqualTo(Provenance.STALE);
	}

	@Test
	void failsLookupsWhenTheRegistryHasBeenAwayForLonger() {
		follow("orders", ONE);
		this.backend.fail("orders");
		this.time.advance(Duration.ofMillis(299_999));
		this.backend.fail("orders");
		assertThat(this.directory.lookup("orders").up()).hasSize(1);
		this.time.advance(Duration.ofMillis(1));
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.directory.lookup("orders"))
			.withMessage("What was known about service 'orders' is older than 300.0 s "
					+ "(discovery.cache.services.orders.max-staleness) and the registry can't be asked: "
					+ "connection refused");
		assertThat(this.directory.lookupAsync("orders").toCompletableFuture()).isCompletedExceptionally();
		assertThat(this.directory.entry("orders").isOutlived()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders.shop", "my_orders" })
	void namesAServiceInBracketsWhoseIdHasToStandInThem(String serviceId) {
		assertThat(new StalenessPolicy(null, Map.of(serviceId, Duration.ofMinutes(5))).property(serviceId))
			.isEqualTo("discovery.cache.services[" + serviceId + "].max-staleness");
	}

	@Test
	void failsPoolsToo() {
		follow("orders", ONE);
		Pool before = this.balancer.pool("orders");
		this.backend.fail("orders");
		this.time.advance(Duration.ofMinutes(5));
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.balancer.pool("orders"))
			.withMessageContaining("max-staleness");
		assertThat(this.balancer.poolAsync("orders").toCompletableFuture()).isCompletedExceptionally();
		assertThat(this.balancer.known("orders")).isNull();
		this.backend.answer("orders", ONE);
		assertThat(this.balancer.pool("orders")).isNotSameAs(before);
		assertThat(this.balancer.pool("orders").candidates()).hasSize(1);
	}

	@Test
	void showsNoOldListToABalancerThatComesLate() {
		follow("orders", ONE);
		this.backend.fail("orders");
		this.time.advance(Duration.ofMinutes(5));
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.balancer.pool("orders"));
		assertThat(this.balancer.explain("orders").instances()).isEmpty();
		CompletableFuture<Pool> pool = this.balancer.poolAsync("orders").toCompletableFuture();
		assertThat(pool).isCompletedExceptionally();
		this.backend.answer("orders", TWO);
		assertThat(this.balancer.pool("orders").candidates()).hasSize(1);
	}

	@Test
	void believesTheNextAnswerWhateverItSays() {
		follow("orders", ONE, TWO);
		this.backend.fail("orders");
		this.time.advance(Duration.ofMinutes(6));
		this.backend.answer("orders");
		assertThat(this.directory.lookup("orders").up()).isEmpty();
	}

	@Test
	void tellsNobodyOfAChangeWhereTheNextAnswerIsTheSame() {
		this.directory.listen(new DirectoryListener() {

			@Override
			public void onChange(@Nullable ServiceSnapshot previous, ServiceSnapshot current) {
				StalenessTests.this.heard.add("change");
			}

			@Override
			public void onNamesChange() {
			}

		});
		follow("orders", ONE);
		this.backend.fail("orders");
		this.time.advance(Duration.ofMinutes(6));
		this.backend.answer("orders", ONE);
		this.time.advance(Duration.ofSeconds(6));
		assertThat(this.directory.lookup("orders").provenance()).isEqualTo(Provenance.LIVE);
		assertThat(this.heard).containsExactly("stale", "recovered");
	}

	@Test
	void startsTheClockAnewAtEachOutage() {
		follow("orders", ONE);
		for (int i = 0; i < 5; i++) {
			this.backend.fail("orders");
			this.time.advance(Duration.ofMinutes(4));
			this.backend.answer("orders", ONE);
		}
		this.backend.fail("orders");
		this.time.advance(Duration.ofMinutes(4));
		assertThat(this.directory.lookup("orders").up()).hasSize(1);
	}

	@Test
	void boundsEveryServiceWhereThatIsAskedFor() {
		ServiceDirectory strict = directory(
				new StalenessPolicy(Duration.ofMinutes(1), Map.of("orders", Duration.ofMinutes(5))));
		for (String service : List.of("orders", "billing")) {
			strict.entry(service);
			this.backend.answer(service, ScriptedBackend.instance(service, 1));
			this.backend.fail(service);
		}
		this.time.advance(Duration.ofMinutes(2));
		assertThat(strict.lookup("orders").up()).hasSize(1);
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> strict.lookup("billing"))
			.withMessageContaining("(discovery.cache.max-staleness)");
	}

	@Test
	void warnsOnceAndSaysOnceThatItIsOver(CapturedOutput output) {
		follow("orders", ONE);
		this.backend.fail("orders");
		this.time.advance(Duration.ofMinutes(6));
		this.backend.fail("orders");
		this.time.advance(Duration.ofMinutes(6));
		this.backend.answer("orders", ONE);
		assertThat(output.getOut().lines().filter((line) -> line.contains("'orders'"))).satisfiesExactly(
				(line) -> assertThat(line).contains("WARN").contains("lookups fail until it answers"),
				(line) -> assertThat(line).contains("INFO").contains("answers about 'orders' again"));
	}

	private ServiceDirectory directory(StalenessPolicy staleness) {
		DirectoryObserver observer = new DirectoryObserver() {

			@Override
			public void stale(ServiceEntry entry) {
				StalenessTests.this.heard.add("stale");
			}

			@Override
			public void recovered(ServiceEntry entry) {
				StalenessTests.this.heard.add("recovered");
			}

		};
		return new ServiceDirectory(this.backend, new DirectorySettings(Duration.ofMillis(20), Duration.ofMinutes(10),
				10, Duration.ofSeconds(30), Duration.ofSeconds(60), staleness), this.time, this.time, observer);
	}

	private void follow(String serviceId, Instance... instances) {
		this.directory.entry(serviceId);
		this.backend.answer(serviceId, instances);
	}

}
