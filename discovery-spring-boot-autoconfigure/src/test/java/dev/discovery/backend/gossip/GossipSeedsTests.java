package dev.discovery.backend.gossip;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.gossip.swim.SwimSettings;
import dev.discovery.testkit.Patience;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for seeds that are names.
 */
class GossipSeedsTests {

	private static final Seeds.Resolver NAMES = scripted(Map.of("all", List.of("10.0.0.1", "10.0.0.2", "10.0.0.3"),
			"me", List.of("10.0.0.1"), "v6", List.of("::7")));

	@Test
	void allAddressesOfANameAreAskedAndTheNameStays() {
		Seeds seeds = Seeds.of(settings("10.0.0.9", 7, null, "all:7", "10.0.0.2:7", "v6:8"), NAMES);
		assertThat(seeds.others()).containsExactly("10.0.0.1:7", "10.0.0.2:7", "10.0.0.3:7", "all:7",
				"0:0:0:0:0:0:0:7:8", "v6:8");
		assertThat(seeds.isFirst()).isFalse();
	}

	@Test
	void whoIsOneOfTheAddressesIsASeedAndAsksTheOthers() {
		Seeds seeds = Seeds.of(settings("10.0.0.1", 7, null, "all:7"), NAMES);
		assertThat(seeds.others()).containsExactly("10.0.0.2:7", "10.0.0.3:7", "all:7");
		assertThat(seeds.isFirst()).isTrue();
		assertThat(Seeds.of(settings("10.0.0.1", 7, null, "me:7"), NAMES)).isEqualTo(new Seeds(List.of(), true));
		assertThat(Seeds.of(settings("10.0.0.1", 9, null, "me:7"), NAMES).isFirst()).isFalse();
		assertThat(Seeds.of(settings("127.0.0.1", 7, "10.0.0.2", "all:7"), NAMES).others())
			.containsExactly("10.0.0.1:7", "10.0.0.3:7", "all:7");
	}

	@Test
	void aNameThatIsUnknownIsAskedForAgainAndNobodyIsTheFirst() {
		assertThat(Seeds.of(settings("10.0.0.1", 7, null, "gone:7"), NAMES))
			.isEqualTo(new Seeds(List.of("gone:7"), false));
		assertThat(Seeds.of(settings("10.0.0.1", 7, "Pod-0", "pod-0:7"), NAMES)).isEqualTo(new Seeds(List.of(), true));
		assertThat(Seeds.of(settings("10.0.0.1", 7, null), NAMES)).isEqualTo(new Seeds(List.of(), true));
	}

	@Test
	void joinsThroughAnyAddressAndLooksUpTheNameAtEachAttempt() {
		try (GossipCluster cluster = new GossipCluster()) {
			GossipSide seed = GossipSide.of(cluster.seed());
			seed.register(GossipSide.instance(0));
			AtomicInteger asked = new AtomicInteger();
			Seeds.Resolver resolver = (host) -> (asked.incrementAndGet() < 3) ? List.of()
					: addresses(List.of("127.0.0.9", "127.0.0.1", "127.0.0.8"));
			GossipSettings usual = cluster.settings("test", 0);
			GossipSettings named = new GossipSettings(
					usual.swim().withSeeds(List.of("members.invalid:" + cluster.port("seed"))), usual.maxMetadata(),
					usual.lostHold(), usual.heartbeat());
			GossipSide member = GossipSide
				.of(cluster.node(BackendRuntime.of("gossip", cluster.scheduler()), "member", named, resolver));
			Patience.await().until(() -> !member.recorder().errors().isEmpty());
			assertThat(member.recorder().errors().get(0)).hasMessageContaining("members.invalid")
				.extracting(BackendException::kind)
				.isEqualTo(BackendException.Kind.UNREACHABLE);
			member.awaitUp("orders-0");
			assertThat(asked).hasValue(3);
		}
	}

	private static Seeds.Resolver scripted(Map<String, List<String>> names) {
		return (host) -> addresses(
				names.getOrDefault(host, Character.isDigit(host.charAt(0)) ? List.of(host) : List.of()));
	}

	private static List<InetAddress> addresses(List<String> all) {
		return all.stream().map((text) -> Seeds.Resolver.SYSTEM.addresses(text).get(0)).toList();
	}

	private static SwimSettings settings(String bind, int port, @Nullable String advertised, String... seeds) {
		return new SwimSettings("test", addresses(List.of(bind)).get(0), port, advertised, 0, List.of(seeds),
				SwimSettings.Pace.DEFAULT, () -> null);
	}

}
