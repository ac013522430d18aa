package dev.discovery.backend.eureka;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import dev.discovery.backend.Lease;
import dev.discovery.model.Health;
import dev.discovery.testkit.EurekaServer;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.RequiresEurekaServer;
import dev.discovery.testkit.SharedEurekaServer;
import dev.discovery.testkit.TestTrust;
import dev.discovery.time.WallClock;
import dev.discovery.trust.SignaturePolicy.Mode;
import dev.discovery.trust.Trust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real server, which others can write to.
 */
@RequiresEurekaServer
@ExtendWith(SharedEurekaServer.class)
class EurekaSignedRegistrationTests {

	@Test
	void signsAgainInTimeWithoutAGapAndRefusesWhoDoesNot(EurekaServer server) {
		try (EurekaSide side = side(server, TestTrust.signing(Mode.ENFORCE, Duration.ofSeconds(8), WallClock.system()));
				EurekaSide intruder = side(server, Trust.usual())) {
			Lease lease = side.registrar.register(EurekaSide.instance("orders", 1), Health.UP);
			Lease intrusion = intruder.registrar.register(EurekaSide.instance("orders", 6), Health.UP);
			side.directory.entry("orders");
			intruder.directory.entry("orders");
			side.await(() -> side.up("orders").size() == 1 && intruder.up("orders").size() == 2);
			try (LookupLoad load = LookupLoad.of(() -> side.directory.lookup("orders").up())) {
				load.awaitLookupsFor(Duration.ofSeconds(9));
				load.assertUnharmed(1);
			}
			assertThat(side.up("orders")).containsExactly("orders-1");
			assertThat(side.exchanges.dropped()).contains("unsigned").doesNotContain("expired", "forged");
			intrusion.release();
			lease.release();
			side.await(() -> server.api().get("/apps").toString().indexOf("orders-1") < 0);
		}
	}

	/**
	 * By a clock of its own, so that nothing on this server expires for others.
	 */
	@Test
	void leavesAnOverrideThatAnOperatorHasOrderedWhenItSignsAgain(EurekaServer server) {
		AtomicReference<Instant> now = new AtomicReference<>(WallClock.system().instant());
		try (EurekaSide side = side(server, TestTrust.signing(Mode.AUDIT, Duration.ofHours(24), now::get))) {
			Lease lease = side.registrar.register(EurekaSide.instance("billing", 1), Health.UP);
			side.await(() -> lease.state() == Lease.State.HELD);
			server.api().setStatus("BILLING", "billing-1", "OUT_OF_SERVICE");
			JsonNode before = registered(server).path("metadata");
			now.updateAndGet((time) -> time.plus(Duration.ofHours(13)));
			side.await(() -> !registered(server).path("metadata").equals(before));
			long beats = side.exchanges.count("renew success");
			side.await(() -> side.exchanges.count("renew success") > beats);
			assertThat(registered(server).path("status").asString()).isEqualTo("OUT_OF_SERVICE");
			assertThat(registered(server).path("overriddenStatus").asString()).isEqualTo("OUT_OF_SERVICE");
			lease.release();
			side.await(() -> server.api().get("/apps").toString().indexOf("billing-1") < 0);
		}
	}

	private static JsonNode registered(EurekaServer server) {
		return server.api().get("/apps/BILLING/billing-1").path("instance");
	}

	private static EurekaSide side(EurekaServer server, Trust trust) {
		return EurekaSide.at(server.url()).trust(trust).open();
	}

}
