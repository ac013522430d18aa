package dev.discovery.backend.gossip;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.testkit.NewThreads;
import dev.discovery.testkit.Patience;
import io.scalecube.cluster.transport.api.Transport;
import org.junit.jupiter.api.Test;

/**
 * Tests for attempts to join that come to nothing.
 */
class GossipRejoinTests {

	@Test
	void anAttemptThatFailsWhenItListensAlreadyLeavesNeitherPortNorThread() {
		NewThreads threads = NewThreads.fromNow();
		AtomicInteger attempts = new AtomicInteger();
		try (GossipCluster cluster = new GossipCluster()) {
			GossipSide member = GossipSide.of(new GossipNode(BackendRuntime.of("gossip", cluster.scheduler()),
					cluster.settings("test", 0), (factory) -> (config) -> {
						attempts.incrementAndGet();
						return withoutAddress(factory.createTransport(config));
					}, Seeds.Resolver.SYSTEM));
			Patience.await().until(() -> attempts.get() == 2);
			member.node().close();
		}
		threads.awaitNone("sc-cluster");
	}

	private static Transport withoutAddress(Transport transport) {
		return (Transport) Proxy.newProxyInstance(Transport.class.getClassLoader(), new Class<?>[] { Transport.class },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "address" -> "nowhere";
					case "start" -> transport.start().thenReturn((Transport) proxy);
					default -> method.invoke(transport, arguments);
				});
	}

}
