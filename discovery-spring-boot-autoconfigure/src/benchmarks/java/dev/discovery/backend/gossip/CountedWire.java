package dev.discovery.backend.gossip;

import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

import io.scalecube.cluster.transport.api.JdkMessageCodec;
import io.scalecube.cluster.transport.api.Message;
import io.scalecube.cluster.transport.api.Transport;
import io.scalecube.cluster.transport.api.TransportFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Counts the bytes of the messages that a member sends, without what TCP adds.
 */
record CountedWire(Transport transport, AtomicLong bytes) implements Transport {

	private static final int FRAME = 4;

	static TransportFactory over(TransportFactory factory, AtomicLong bytes) {
		return (config) -> new CountedWire(factory.createTransport(config), bytes);
	}

	@Override
	public String address() {
		return this.transport.address();
	}

	@Override
	public Mono<Transport> start() {
		return this.transport.start().thenReturn(this);
	}

	@Override
	public Mono<Void> stop() {
		return this.transport.stop();
	}

	@Override
	public boolean isStopped() {
		return this.transport.isStopped();
	}

	@Override
	public Mono<Void> send(String address, Message message) {
		count(message);
		return this.transport.send(address, message);
	}

	@Override
	public Mono<Message> requestResponse(String address, Message request) {
		count(request);
		return this.transport.requestResponse(address, request);
	}

	@Override
	public Flux<Message> listen() {
		return this.transport.listen();
	}

	private void count(Message message) {
		this.bytes.addAndGet(FRAME);
		try {
			new JdkMessageCodec().serialize(message, new OutputStream() {

				@Override
				public void write(int one) {
					CountedWire.this.bytes.incrementAndGet();
				}

			});
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
