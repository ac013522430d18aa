package dev.discovery.backend.gossip.swim;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.scalecube.cluster.ClusterConfig;
import io.scalecube.cluster.ClusterImpl;
import io.scalecube.cluster.ClusterMessageHandler;
import io.scalecube.cluster.membership.MembershipEvent;
import io.scalecube.cluster.transport.api.TransportFactory;

/**
 * One membership, from the moment it is begun until it is left. Safe for use by several
 * threads; nothing waits for the network.
 */
public final class Swim {

	private static final int SYNC_TIMEOUT_MILLIS = 3000;

	private static final int METADATA_TIMEOUT_MILLIS = 1000;

	private static final int CONNECT_TIMEOUT_MILLIS = 2000;

	private final ClusterImpl cluster;

	private final TcpWire tcp;

	private final CompletableFuture<Void> begun = new CompletableFuture<>();

	private Swim(ClusterImpl cluster, TcpWire tcp) {
		this.cluster = cluster;
		this.tcp = tcp;
	}

	/**
	 * Begins to listen, and asks all seeds who is there.
	 * @param settings how to take part
	 * @param said what to say about this member
	 * @param listener told of the others
	 * @param refused told of each message that isn't one of the protocol's
	 * @param wire puts something between the protocol and its transport, in tests
	 * @return the membership, which is {@linkplain #begun() being begun}
	 */
	public static Swim begin(SwimSettings settings, byte[] said, SwimListener listener, Runnable refused,
			UnaryOperator<TransportFactory> wire) {
		TcpWire tcp = new TcpWire(settings.bindAddress(), settings.tls().get());
		ClusterImpl cluster = new ClusterImpl(config(settings, said, refused, wire.apply(tcp)))
			.handler((ignored) -> new ClusterMessageHandler() {

				@Override
				public void onMembershipEvent(MembershipEvent event) {
					tell(listener, event);
				}

			});
		Swim swim = new Swim(cluster, tcp);
		cluster.start().subscribe((started) -> {
		}, (failure) -> {
			tcp.abandon();
			swim.begun.completeExceptionally(failure);
		}, () -> swim.begun.complete(null));
		return swim;
	}

	private static ClusterConfig config(SwimSettings settings, byte[] said, Runnable refused, TransportFactory wire) {
		SwimSettings.Pace pace = settings.pace();
		ClusterConfig config = ClusterConfig.defaultLanConfig()
			.metadata(said)
			.metadataCodec(new PlainMetadata())
			.metadataTimeout(METADATA_TIMEOUT_MILLIS)
			.failureDetector((detector) -> detector.pingInterval((int) pace.ping().toMillis())
				.pingTimeout((int) pace.pingTimeout().toMillis()))
			.gossip((gossip) -> gossip.gossipInterval((int) pace.gossip().toMillis()))
			.membership((membership) -> membership.namespace(settings.cluster())
				.seedMembers(settings.seeds())
				.syncTimeout(SYNC_TIMEOUT_MILLIS)
				.syncInterval((int) pace.sync().toMillis())
				.suspicionMult(pace.suspicionMultiplier()))
			.transport((transport) -> transport.port(settings.port())
				.connectTimeout(CONNECT_TIMEOUT_MILLIS)
				.messageCodec(new FilteringCodec(refused))
				.transportFactory(wire));
		if (settings.advertisedHost() != null) {
			config = config.externalHost(settings.advertisedHost());
		}
		return (settings.advertisedPort() != 0) ? config.externalPort(settings.advertisedPort()) : config;
	}

	private static void tell(SwimListener listener, MembershipEvent event) {
		String member = event.member().id();
		ByteBuffer said = event.newMetadata();
		if (event.isLeaving()) {
			listener.left(member);
		}
		else if (event.isRemoved()) {
			listener.lost(member);
		}
		else {
			listener.present(member, event.member().address(), (said != null) ? said.slice() : ByteBuffer.allocate(0));
		}
	}

	/**
	 * Whether it has begun.
	 * @return done when all seeds have been asked and those that answered were heard of;
	 * failed when it can't listen
	 */
	public CompletableFuture<Void> begun() {
		return this.begun;
	}

	/**
	 * Says something else about this member, from now on and to everybody.
	 * @param said what to say
	 */
	public void say(byte[] said) {
		this.cluster.updateMetadata(said).subscribe((done) -> {
		}, (failure) -> {
		});
	}

	/**
	 * Says goodbye and stops. The goodbye takes some rounds of gossip.
	 * @return done when it has been said and the port is free
	 */
	public CompletableFuture<Void> leave() {
		this.begun.whenComplete((done, failure) -> {
			if (failure == null) {
				this.cluster.shutdown();
			}
			else {
				this.tcp.abandon();
			}
		});
		return this.tcp.released();
	}

}
