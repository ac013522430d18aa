package dev.discovery.backend.gossip.swim;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLContext;

import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.scalecube.cluster.transport.api.Message;
import io.scalecube.cluster.transport.api.Transport;
import io.scalecube.cluster.transport.api.TransportConfig;
import io.scalecube.cluster.transport.api.TransportFactory;
import io.scalecube.transport.netty.Sender;
import io.scalecube.transport.netty.TransportImpl;
import io.scalecube.transport.netty.TransportImpl.ReceiverContext;
import io.scalecube.transport.netty.TransportImpl.SenderContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * The library's TCP, which would listen on all addresses, on one; and with certificates
 * on both sides where that is wished. The frames are the library's: four bytes of length,
 * then the message.
 */
final class TcpWire implements TransportFactory {

	private static final int LENGTH = 4;

	private final InetAddress bindAddress;

	private final @Nullable MutualTls tls;

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	private volatile Runnable stop = () -> this.released.complete(null);

	TcpWire(InetAddress bindAddress, @Nullable SSLContext tls) {
		this.bindAddress = bindAddress;
		this.tls = (tls != null) ? new MutualTls(tls) : null;
	}

	/**
	 * Done when the port can be had by others, or could not be had.
	 */
	CompletableFuture<Void> released() {
		return this.released;
	}

	/**
	 * Stops listening where the library has begun and can't go on: it leaves its port and
	 * its thread behind.
	 */
	void abandon() {
		this.stop.run();
	}

	@Override
	public Transport createTransport(TransportConfig config) {
		return new TransportImpl(config.messageCodec(), () -> bind(config), new Link(config), config.addressMapper());
	}

	private Mono<DisposableServer> bind(TransportConfig config) {
		return Mono.deferContextual((view) -> {
			ReceiverContext context = view.get(ReceiverContext.class);
			TcpServer server = TcpServer.create()
				.runOn(context.loopResources())
				.host(this.bindAddress.getHostAddress())
				.port(config.port())
				.childOption(ChannelOption.TCP_NODELAY, true)
				.childOption(ChannelOption.SO_KEEPALIVE, true)
				.doOnChannelInit((observer, channel, remote) -> frame(channel.pipeline()))
				.handle((in, out) -> in.receive().retain().doOnNext(context::onMessage).then());
			return ((this.tls != null) ? this.tls.secure(server) : server).bind()
				.cast(DisposableServer.class)
				.doOnNext((bound) -> {
					bound.onDispose(() -> this.released.complete(null));
					this.stop = () -> {
						bound.dispose();
						context.loopResources().dispose();
					};
				})
				.doOnError((failure) -> {
					// the library forgets its thread
					context.loopResources().dispose();
					this.released.complete(null);
				});
		});
	}

	private static void frame(ChannelPipeline pipeline) {
		pipeline.addFirst(new LengthFieldBasedFrameDecoder(FilteringCodec.MAX_MESSAGE, 0, LENGTH, 0, LENGTH));
		pipeline.addFirst(new LengthFieldPrepender(LENGTH));
	}

	private final class Link implements Sender {

		private final TransportConfig config;

		Link(TransportConfig config) {
			this.config = config;
		}

		@Override
		public Mono<Connection> connect(String address) {
			return Mono.deferContextual((view) -> {
				TcpClient client = TcpClient.newConnection()
					.runOn(view.get(SenderContext.class).loopResources())
					.host(Transport.parseHost(address))
					.port(Transport.parsePort(address))
					.option(ChannelOption.TCP_NODELAY, true)
					.option(ChannelOption.SO_KEEPALIVE, true)
					.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, this.config.connectTimeout())
					.doOnChannelInit((observer, channel, remote) -> frame(channel.pipeline()));
				return ((TcpWire.this.tls != null) ? TcpWire.this.tls.secure(client) : client).connect()
					.cast(Connection.class);
			});
		}

		@Override
		public Mono<Void> send(Message message) {
			return Mono.deferContextual((view) -> view.get(Connection.class)
				.outbound()
				.sendObject(Mono.just(message).map(view.get(SenderContext.class).messageEncoder()), (buffer) -> true)
				.then());
		}

	}

}
