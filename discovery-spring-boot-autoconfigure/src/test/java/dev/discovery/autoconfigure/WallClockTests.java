package dev.discovery.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Provenance;
import dev.discovery.observe.DiscoveryEvent;
import dev.discovery.observe.DiscoveryEvent.Type;
import dev.discovery.observe.EventLog;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The wall clock is an hour ahead, then an hour behind.
 */
@RequiresProgram("consul")
class WallClockTests {

	/** Longer than the TTL of what is registered. */
	private static final Duration WHILE = Duration.ofMillis(2500);

	private static final Duration HOUR = Duration.ofHours(1);

	@TempDir
	private Path folder;

	private final ConsulAgent agent = ConsulAgent.server().start();

	private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

	@AfterEach
	void close() {
		this.agent.close();
	}

	@Test
	void changesNothingByJumping() {
		register(1);
		try (ConfigurableApplicationContext context = run()) {
			ServiceDirectory directory = context.getBean(ServiceDirectory.class);
			Patience.await().until(() -> directory.lookup("inventory").up().size() == 1 && registered() == 1);
			try (LookupLoad lookups = LookupLoad.of(() -> directory.lookup("inventory").up());
					LookupLoad leases = LookupLoad.asking(() -> passing("orders"))) {
				this.offset.set(HOUR);
				assertGoesOn(context, lookups, 2);
				this.offset.set(HOUR.negated());
				assertGoesOn(context, lookups, 3);
				lookups.assertUnharmed(1);
				leases.assertUnharmed(1);
			}
		}
		this.agent.kill();
		for (Duration jump : List.of(HOUR, HOUR.negated())) {
			this.offset.set(jump);
			try (ConfigurableApplicationContext context = run()) {
				ServiceDirectory directory = context.getBean(ServiceDirectory.class);
				assertThat(directory.lookup("inventory").up()).hasSize(3);
				assertThat(directory.lookup("inventory").provenance()).isEqualTo(Provenance.DISK);
			}
		}
	}

	/**
	 * A change is seen, and told after those before.
	 */
	private void assertGoesOn(ConfigurableApplicationContext context, LookupLoad lookups, int number) {
		ServiceDirectory directory = context.getBean(ServiceDirectory.class);
		EventLog log = context.getBean(EventLog.class);
		register(number);
		Patience.await()
			.until(() -> directory.lookup("inventory").up().size() == number
					&& ("inventory-" + number).equals(newest(log).instance()));
		assertThat(newest(log).type()).isEqualTo(Type.JOINED);
		lookups.awaitLookupsFor(WHILE);
		assertThat(directory.lookup("inventory").provenance()).isEqualTo(Provenance.LIVE);
		assertThat(log.last(100, (event) -> event.type() != Type.JOINED && event.type() != Type.REGISTERED)).isEmpty();
	}

	private static DiscoveryEvent newest(EventLog log) {
		return log.last(1, (event) -> event.service().equals("inventory")).get(0);
	}

	private void register(int number) {
		this.agent.api()
			.register("{\"ID\": \"inventory-%d\", \"Name\": \"inventory\", \"Address\": \"10.0.0.%d\", \"Port\": 80}"
				.formatted(number, number));
	}

	private int registered() {
		return passing("orders").size();
	}

	private List<?> passing(String service) {
		return this.agent.api().get("/v1/health/service/" + service + "?passing").valueStream().toList();
	}

	private ConfigurableApplicationContext run() {
		InstantSource clock = () -> InstantSource.system().instant().plus(this.offset.get());
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean("clock", InstantSource.class,
					() -> clock))
			.run("--spring.application.name=orders", "--spring.main.banner-mode=off", "--spring.jmx.enabled=false",
					"--discovery.backend=consul", "--discovery.consul.url=" + this.agent.url(),
					"--discovery.consul.wait=2s", "--discovery.consul.registration.check.ttl=2s",
					"--discovery.consul.registration.check.heartbeat=1s", "--discovery.registration.port=8080",
					"--discovery.registration.host=127.0.0.1", "--discovery.registration.drain=0s",
					"--discovery.cache.snapshot.enabled=true", "--discovery.cache.snapshot.directory=" + this.folder);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
