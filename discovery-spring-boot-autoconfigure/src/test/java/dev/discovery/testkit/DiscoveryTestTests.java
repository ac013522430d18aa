package dev.discovery.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.Lease;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Instance;
import dev.discovery.model.Provenance;
import dev.discovery.observe.DiscoveryEvent;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.observe.EventLog;
import dev.discovery.test.DiscoveryTest;
import dev.discovery.test.TestRegistry;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link DiscoveryTest} promises: the registry and the time in place of what was
 * configured, and nothing of one test in the next.
 */
@SpringBootTest(classes = DiscoveryTestTests.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "discovery.backend=consul", "spring.application.name=shop" })
@DiscoveryTest
class DiscoveryTestTests {

	@Autowired
	private ApplicationContext context;

	@Autowired
	private ServiceDirectory directory;

	@Autowired
	private DiscoveryClient client;

	@Autowired
	private TestRegistry autowired;

	@Autowired
	private VirtualTime time;

	@BeforeEach
	void addOne(TestRegistry registry) {
		assertThat(registry).isSameAs(this.autowired);
		registry.add("before", 1);
	}

	@AfterEach
	void stillHasThem(TestRegistry registry, VirtualTime time) {
		assertThat(registry).isSameAs(this.autowired);
		assertThat(time).isSameAs(this.time);
	}

	@Test
	void putsTheRegistryAndTheTimeInThePlaceOfWhatWasConfigured() {
		assertThat(this.context.getBean(ServiceBackend.class).name()).isEqualTo("test");
		assertThat(this.directory.backendName()).isEqualTo("test");
		this.autowired.add("inventory", 8081);
		assertThat(this.client.getInstances("inventory")).extracting("port").containsExactly(8081);
		long before = this.context.getBean(Ticker.class).nanos();
		boolean[] ran = new boolean[1];
		this.context.getBean(Scheduler.class).schedule(() -> ran[0] = true, Duration.ofHours(1));
		this.time.advance(Duration.ofHours(2));
		assertThat(this.context.getBean(Ticker.class).nanos() - before)
			.isGreaterThanOrEqualTo(Duration.ofHours(2).toNanos());
		assertThat(ran[0]).isTrue();
		assertThat(this.context.getBeansOfType(Ticker.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(Scheduler.class)).hasSize(1);
	}

	@RepeatedTest(2)
	void registersTheApplicationWithIt() {
		assertThat(this.autowired.registered()).extracting(Instance::getServiceId).containsExactly("shop");
		this.autowired.lose();
		assertThat(this.autowired.registered()).isEmpty();
		// back in time for the next repetition
	}

	/** Each repetition finds the application as if nothing had happened. */
	@RepeatedTest(3)
	void leavesNothingOfOneTestInTheNext() {
		assertThat(this.autowired.known("inventory")).isEmpty();
		assertThat(this.directory.lookup("inventory").instances()).isEmpty();
		assertThat(this.directory.lookup("inventory").provenance()).isEqualTo(Provenance.LIVE);
		// somebody follows it already, and hears of it on a thread that isn't this one
		this.autowired.add("inventory", 8081);
		Patience.await().until(() -> this.client.getInstances("inventory").size() == 1);
		this.autowired.latency(Duration.ofDays(1));
		this.autowired.flap(Duration.ofSeconds(1));
		Patience.await().until(() -> this.directory.lookup("inventory").provenance() == Provenance.STALE);
	}

	/** The application's own observer, and those that come with the starter. */
	@Test
	void tellsAllObserversOfTheRegistry() {
		assertThat(this.context.getBean(Heard.class).leased).contains(Lease.State.HELD);
		assertThat(this.context.getBean(EventLog.class).last(100, (event) -> true)).extracting(DiscoveryEvent::type)
			.contains(DiscoveryEvent.Type.REGISTERED);
	}

	/** What a registry that hung never said is not said in the next test. */
	@RepeatedTest(3)
	void leavesNoNewsOnItsWay() {
		assertThat(this.client.getServices()).contains("before");
		assertThat(this.directory.lookup("late").instances()).isEmpty();
		this.autowired.add("late", 8081);
		Patience.await().until(() -> this.client.getInstances("late").size() == 1);
		this.autowired.latency(Duration.ofDays(1));
		this.autowired.add("late", 8082);
		assertThat(this.client.getInstances("late")).hasSize(1);
	}

	@Test
	void saysThatNothingIsKnownOfWhatWasNeverRead() {
		this.autowired.outage();
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.directory.lookup("never-read"))
			.withMessageContaining("the test said so");
	}

	/**
	 * Neither the registry's outage nor its slowness keeps an application from ending.
	 */
	@Test
	void endsAtOnce() {
		TestContext ending = new TestContextManager(Ending.class).getTestContext();
		TestRegistry registry = ending.getApplicationContext().getBean(TestRegistry.class);
		assertThat(registry.registered()).hasSize(1);
		registry.latency(Duration.ofDays(1));
		registry.outage();
		Stopwatch watch = Stopwatch.start();
		ending.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		watch.assertWithin(Duration.ofSeconds(10));
		assertThat(registry.registered()).isEmpty();
	}

	/**
	 * Nested classes share the registry of the one around them.
	 */
	@Nested
	class WithinAnother {

		@Test
		void hasTheSameRegistry(TestRegistry registry) {
			assertThat(registry).isSameAs(DiscoveryTestTests.this.autowired);
			assertThat(registry.known("before")).hasSize(1);
		}

	}

	/**
	 * Time that stands still is another context.
	 */
	@Nested
	@DiscoveryTest(timeStandsStill = true)
	@DirtiesContext
	class WithTimeThatStandsStill {

		@Test
		void movesOnlyWhenMoved(TestRegistry registry, VirtualTime time) {
			boolean[] ran = new boolean[1];
			DiscoveryTestTests.this.context.getBean(Scheduler.class)
				.schedule(() -> ran[0] = true, Duration.ofMillis(50));
			long before = time.nanos();
			registry.add("inventory", 8081);
			assertThat(DiscoveryTestTests.this.client.getInstances("inventory")).hasSize(1);
			registry.outage();
			Patience.await()
				.until(() -> DiscoveryTestTests.this.directory.lookup("inventory").provenance() == Provenance.STALE);
			registry.recover();
			assertThat(DiscoveryTestTests.this.directory.lookup("inventory").provenance()).isEqualTo(Provenance.STALE);
			Patience.await().pollDelay(Duration.ofMillis(100)).until(() -> !ran[0]);
			assertThat(time.nanos()).isEqualTo(before);
			time.advance(Duration.ofSeconds(2));
			assertThat(ran[0]).isTrue();
			assertThat(DiscoveryTestTests.this.directory.lookup("inventory").provenance()).isEqualTo(Provenance.LIVE);
		}

	}

	/**
	 * A test whose context ends.
	 */
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = "spring.application.name=ending")
	@DiscoveryTest
	static class Ending {

	}

	/**
	 * The smallest application.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Heard.class)
	static class Application {

	}

	/**
	 * Hears of the application's own registration.
	 */
	static class Heard implements DiscoveryObserver {

		private final List<Lease.State> leased = new CopyOnWriteArrayList<>();

		@Override
		public void leased(String backend, Instance instance, Lease.State state, @Nullable BackendException cause) {
			this.leased.add(state);
		}

	}

}
