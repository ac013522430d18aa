package dev.discovery.survival;

import java.util.List;

import dev.discovery.balancing.Balancer;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.testkit.Apart;
import dev.discovery.testkit.CallLoad;
import dev.discovery.testkit.CallLoad.Target;
import dev.discovery.testkit.CallReport;
import dev.discovery.testkit.CallingApplication;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.RequiresProgram;
import dev.discovery.testkit.ServiceTargets;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Five hundred calls wait for a service that doesn't answer, and have no timeout.
 */
@Apart
@RequiresProgram("consul")
class BlockedCallsTests {

	private static final int BLOCKED = 500;

	@Test
	void harmNeitherLookupsNorOtherCallsNorTheLease() {
		try (ConsulRegistry registry = new ConsulRegistry(); StubService well = new StubService(200)) {
			registry.start();
			registry.register("well", well.port());
			try (ConfigurableApplicationContext caller = run(registry); SilentService slow = new SilentService()) {
				registry.register("slow", slow.port());
				Patience.await().until(() -> !registry.passing(Scene.CALLERS).isEmpty());
				block(ServiceTargets.of(caller, "slow"), caller.getBean(Balancer.class), slow);
				ServiceDirectory directory = caller.getBean(ServiceDirectory.class);
				try (LookupLoad lookups = LookupLoad.of(() -> directory.lookup("well").up());
						LookupLoad leases = LookupLoad.asking(() -> registry.passing(Scene.CALLERS));
						CallLoad calls = CallLoad.start("blocked", ServiceTargets.of(caller, "well"))) {
					lookups.awaitLookupsFor(Timing.LOAD);
					assertThat(slow.connections()).isEqualTo(BLOCKED);
					CallReport report = calls.stop();
					LogFactory.getLog(BlockedCallsTests.class).info(report.summary());
					assertThat(report.failed()).isEmpty();
					assertThat(report.answered("GET")).hasSizeGreaterThan(100);
					lookups.assertUnharmed(1);
					leases.assertUnharmed(1);
				}
			}
		}
	}

	private static ConfigurableApplicationContext run(ConsulRegistry registry) {
		return new SpringApplicationBuilder(CallingApplication.class)
			.properties(registry.properties().toArray(String[]::new))
			.properties("spring.application.name=" + Scene.CALLERS, "server.port=0",
					"discovery.registration.host=127.0.0.1", "discovery.registration.instance-id=caller",
					"discovery.registration.drain=0s", "spring.reactor.netty.shutdown-quiet-period=20ms",
					// each of the blocked calls would say at the end that it was blocked
					"logging.level.reactor.netty.http.client=off")
			.run();
	}

	/**
	 * Calls and waits until all of them are under way. A call counts as in flight before
	 * its connection is made: on a busy machine by more than a second.
	 */
	private static void block(List<Target> targets, Balancer balancer, SilentService slow) {
		for (int i = 0; i < BLOCKED; i++) {
			Target target = targets.get(i % targets.size());
			Thread thread = new Thread(() -> callInVain(target), "blocked-" + i);
			thread.setDaemon(true);
			thread.start();
		}
		Patience.await()
			.until(() -> balancer.explain("slow")
				.instances()
				.stream()
				.anyMatch((report) -> report.stats() != null && report.stats().inFlight() == BLOCKED));
		Patience.await().until(() -> slow.connections() == BLOCKED);
	}

	private static void callInVain(Target target) {
		try {
			target.get();
		}
		catch (Exception ex) {
			// the end of the test
		}
	}

}
