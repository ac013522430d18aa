package dev.discovery.backend.gossip;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Lease.State;
import dev.discovery.backend.gossip.swim.SwimSettings;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Exchanges;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.TestAuthority;
import dev.discovery.testkit.TestTrust;
import dev.discovery.time.Randomness;
import dev.discovery.time.Ticker;
import dev.discovery.time.WallClock;
import dev.discovery.trust.SignaturePolicy.Mode;
import dev.discovery.trust.Trust;
import io.scalecube.cluster.transport.api.JdkMessageCodec;
import io.scalecube.cluster.transport.api.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom members believe.
 */
class GossipTrustTests {

	private final GossipCluster cluster = new GossipCluster();

	private final Exchanges exchanges = new Exchanges();

	@AfterEach
	void closeCluster() {
		this.cluster.close();
	}

	@Test
	void whoSaysTooMuchReadsWhichPropertyForbidsIt() throws Exception {
		GossipSide seed = GossipSide.of(this.cluster.seed());
		GossipNode member = this.cluster.node("member");
		Map<String, String> metadata = new HashMap<>();
		for (int i = 0; i < 60; i++) {
			metadata.put("key-" + i, "x".repeat(400));
		}
		Instance instance = Instance.builder("orders", "10.0.0.1", 8080).metadata(metadata).build();
		assertThat(member.announce("orders/1", instance)).failsWithin(Patience.LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(BackendException.class)
			.withMessageContaining("discovery.gossip.max-metadata-size allows (16384)");
		var lease = new GossipRegistrar(member).register(instance, Health.UP);
		GossipSide other = new GossipSide(member, seed.backend(), seed.recorder());
		other.register(GossipSide.instance(2));
		seed.awaitUp("orders-2");
		assertThat(lease.state()).isEqualTo(State.PENDING);
		lease.close();
	}

	@Test
	void messagesThatAreNoneOfTheProtocolAreCountedAndHarmNobody() throws Exception {
		GossipNode node = this.cluster.node(runtime(Trust.usual()), "seed", this.cluster.settings("test", 0));
		GossipSide seed = GossipSide.of(node);
		Patience.await().until(() -> !this.cluster.network.addresses("seed").isEmpty());
		int port = this.cluster.port("seed");
		String[] qualifiers = { "sc/fdetector/ping", "sc/fdetector/pingReq", "sc/fdetector/pingAck",
				"sc/membership/sync", "sc/membership/syncAck", "sc/membership/gossip", "sc/gossip/req",
				"sc/metadata/req", "sc/metadata/resp", "else" };
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			DataOutputStream out = new DataOutputStream(socket.getOutputStream());
			for (String qualifier : qualifiers) {
				send(out, message(Message.withQualifier(qualifier).sender("127.0.0.1:1").build()));
				send(out, message(Message.withData("text").qualifier(qualifier).sender("127.0.0.1:1").build()));
			}
			send(out, message(Message.withData(new HashMap<>(Map.of("a", "b"))).qualifier("else").build()));
			send(out, new byte[] { 1, 2, 3 });
			Patience.await().until(() -> this.exchanges.dropped().size() == 2 * qualifiers.length + 2);
		}
		assertThat(this.exchanges.dropped()).containsOnly("malformed");
		GossipSide member = GossipSide.of(this.cluster.node("member"));
		member.register(GossipSide.instance(1));
		seed.awaitUp("orders-1");
		this.cluster.network.kill("member");
		Patience.await().until(() -> seed.health(1) == Health.DOWN);
	}

	private static byte[] message(Message message) throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new JdkMessageCodec().serialize(message, bytes);
		return bytes.toByteArray();
	}

	private static void send(DataOutputStream out, byte[] bytes) throws IOException {
		out.writeInt(bytes.length);
		out.write(bytes);
		out.flush();
	}

	@Test
	void numbersThatAnnounceMoreThanIsThereAreNotBelieved() throws Exception {
		GossipSide.of(this.cluster.node(runtime(Trust.usual()), "seed", this.cluster.settings("test", 0)));
		Patience.await().until(() -> !this.cluster.network.addresses("seed").isEmpty());
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeInt(Integer.MAX_VALUE);
		}
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.cluster.port("seed"))) {
			send(new DataOutputStream(socket.getOutputStream()), bytes.toByteArray());
			Patience.await().until(() -> this.exchanges.dropped().equals(List.of("malformed")));
		}
	}

	@Test
	void signedRegistrationsKeepOutWhoHasNoKey() {
		Trust trust = TestTrust.signing(Mode.ENFORCE, Duration.ofHours(1), WallClock.system());
		GossipSide seed = GossipSide.of(this.cluster.node(runtime(trust), "seed", this.cluster.settings("test", 0)));
		Patience.await().until(() -> !this.cluster.network.addresses("seed").isEmpty());
		GossipSide signing = GossipSide
			.of(this.cluster.node(runtime(trust), "signing", this.cluster.settings("test", 0)));
		signing.register(GossipSide.instance(1));
		GossipSide intruder = GossipSide.of(this.cluster.node("intruder"));
		intruder.register(GossipSide.instance(6));
		intruder.awaitUp("orders-1", "orders-6");
		Patience.await().until(() -> this.exchanges.dropped().contains("unsigned"));
		seed.awaitUp("orders-1");
		signing.awaitUp("orders-1");
		assertThat(this.exchanges.dropped()).doesNotContain("forged", "expired");
	}

	@Test
	void whoShowsNoCertificateOfTheOthersAuthorityStaysOutside(@TempDir Path folder) throws Exception {
		TestAuthority ours = TestAuthority.in(folder.resolve("ours"));
		TestAuthority theirs = TestAuthority.in(folder.resolve("theirs"));
		GossipSide seed = GossipSide.of(secured("seed", ours.context(ours.issue("seed"))));
		Patience.await().until(() -> !this.cluster.network.addresses("seed").isEmpty());
		GossipSide member = GossipSide.of(secured("member", ours.context(ours.issue("member"))));
		member.register(GossipSide.instance(1));
		seed.awaitUp("orders-1");
		GossipSide stranger = GossipSide.of(secured("stranger", theirs.context(theirs.issue("stranger"))));
		GossipSide plain = GossipSide.of(secured("plain", null));
		stranger.register(GossipSide.instance(6));
		plain.register(GossipSide.instance(7));
		Patience.await().until(() -> !stranger.recorder().errors().isEmpty() && !plain.recorder().errors().isEmpty());
		seed.awaitUp("orders-1");
	}

	private GossipNode secured(String name, @Nullable SSLContext context) {
		GossipSettings plain = this.cluster.settings("test", 0);
		SwimSettings swim = plain.swim();
		SwimSettings.Pace patient = new SwimSettings.Pace(Duration.ofMillis(500), Duration.ofMillis(400), 5,
				swim.pace().gossip(), swim.pace().sync());
		return this.cluster.node(runtime(Trust.usual()), name, new GossipSettings(
				new SwimSettings(swim.cluster(), swim.bindAddress(), 0, null, 0, swim.seeds(), patient, () -> context),
				plain.maxMetadata(), plain.lostHold(), plain.heartbeat()));
	}

	private BackendRuntime runtime(Trust trust) {
		return new BackendRuntime("gossip", Ticker.system(), this.cluster.scheduler(), Randomness.seeded(1),
				this.exchanges, trust);
	}

}
