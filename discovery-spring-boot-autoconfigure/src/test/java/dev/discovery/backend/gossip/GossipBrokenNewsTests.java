package dev.discovery.backend.gossip;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.gossip.swim.SwimSettings;
import dev.discovery.testkit.Exchanges;
import dev.discovery.testkit.Patience;
import dev.discovery.time.Randomness;
import dev.discovery.time.Ticker;
import dev.discovery.trust.Trust;
import io.scalecube.cluster.transport.api.JdkMessageCodec;
import io.scalecube.cluster.transport.api.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * News that are well wrapped and broken inside: who trips over one hears no other any
 * more.
 */
class GossipBrokenNewsTests {

	private static final String NEWS = "sc/gossip/req";

	private static final String OF_MEMBERS = "sc/membership/gossip";

	private final GossipCluster cluster = new GossipCluster();

	private final Exchanges exchanges = new Exchanges();

	@AfterEach
	void closeCluster() {
		this.cluster.close();
	}

	@Test
	void newsOfMembersThatAreNoneAreDropped() throws Exception {
		assertHeedsWhatComesAfter(news(Message.withData("text").qualifier(OF_MEMBERS).build()));
	}

	@Test
	void newsWithoutAnythingInThemAreDropped() throws Exception {
		assertHeedsWhatComesAfter(news(Message.withQualifier(OF_MEMBERS).build()));
	}

	@Test
	void newsWithoutAMessageAreDropped() throws Exception {
		assertHeedsWhatComesAfter(news(null));
	}

	@Test
	void newsThatAreMissingAreDropped() throws Exception {
		assertHeedsWhatComesAfter(request(Collections.singletonList(null)));
	}

	/**
	 * What changes is told by gossip alone here: all that is known is never asked for.
	 */
	private void assertHeedsWhatComesAfter(Object request) throws Exception {
		GossipSide seed = GossipSide.of(node("seed"));
		Patience.await().until(() -> !this.cluster.network.addresses("seed").isEmpty());
		GossipSide member = GossipSide.of(node("member"));
		member.register(GossipSide.instance(1));
		seed.awaitUp("orders-1");
		Message message = Message.withData(request).qualifier(NEWS).sender("127.0.0.1:1").build();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new JdkMessageCodec().serialize(message, bytes);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.cluster.port("seed"))) {
			DataOutputStream out = new DataOutputStream(socket.getOutputStream());
			out.writeInt(bytes.size());
			bytes.writeTo(out);
			out.flush();
			member.register(GossipSide.instance(2));
			seed.awaitUp("orders-1", "orders-2");
			Patience.await().until(() -> this.exchanges.dropped().equals(List.of("malformed")));
		}
	}

	private GossipNode node(String name) {
		GossipSettings usual = this.cluster.settings("test", 0);
		SwimSettings swim = usual.swim();
		SwimSettings.Pace pace = new SwimSettings.Pace(swim.pace().ping(), swim.pace().pingTimeout(),
				swim.pace().suspicionMultiplier(), swim.pace().gossip(), Duration.ofHours(1));
		BackendRuntime runtime = new BackendRuntime("gossip", Ticker.system(), this.cluster.scheduler(),
				Randomness.seeded(1), this.exchanges, Trust.usual());
		return this.cluster.node(runtime, name, new GossipSettings(
				new SwimSettings(swim.cluster(), swim.bindAddress(), 0, null, 0, swim.seeds(), pace, swim.tls()),
				usual.maxMetadata(), usual.lostHold(), usual.heartbeat()));
	}

	/** The library's constructors refuse it; its reader doesn't. */
	private static Object news(@Nullable Message message) throws Exception {
		Constructor<?> constructor = type("Gossip").getConstructor(String.class, Message.class, long.class);
		constructor.setAccessible(true);
		Object gossip = constructor.newInstance("somebody", Message.withQualifier("any").build(), 1L);
		Field field = gossip.getClass().getDeclaredField("message");
		field.setAccessible(true);
		field.set(gossip, message);
		return request(new ArrayList<>(List.of(gossip)));
	}

	private static Object request(List<?> gossips) throws Exception {
		Constructor<?> constructor = type("GossipRequest").getConstructor(List.class, String.class);
		constructor.setAccessible(true);
		return constructor.newInstance(gossips, "somebody");
	}

	private static Class<?> type(String name) throws Exception {
		return Class.forName("io.scalecube.cluster.gossip." + name);
	}

}
