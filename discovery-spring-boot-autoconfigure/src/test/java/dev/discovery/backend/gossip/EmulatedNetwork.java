package dev.discovery.backend.gossip;

import java.net.ConnectException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import io.scalecube.cluster.transport.api.Message;
import io.scalecube.cluster.transport.api.Transport;
import io.scalecube.cluster.transport.api.TransportFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The real transport, through which some members can't reach some others. Members are
 * called by names that the test gives them.
 */
final class EmulatedNetwork {

	private final Set<String> cuts = ConcurrentHashMap.newKeySet();

	private final ConcurrentHashMap<String, String> names = new ConcurrentHashMap<>();

	private final ConcurrentHashMap<String, Transport> transports = new ConcurrentHashMap<>();

	/**
	 * What stands between a member and its transport.
	 */
	UnaryOperator<TransportFactory> of(String name) {
		return (factory) -> (config) -> new Emulated(name, factory.createTransport(config));
	}

	/**
	 * Where the members of a name are; empty before they have started.
	 */
	List<String> addresses(String name) {
		return this.names.keySet().stream().filter((address) -> name.equals(this.names.get(address))).toList();
	}

	void cut(Set<String> side, Set<String> otherSide) {
		side.forEach((one) -> otherSide.forEach((other) -> {
			this.cuts.add(one + "-" + other);
			this.cuts.add(other + "-" + one);
		}));
	}

	/**
	 * Cuts one off from everybody, whoever that may be.
	 */
	void cutOff(String name) {
		this.cuts.add(name);
	}

	void heal() {
		this.cuts.clear();
	}

	/**
	 * Ends a member without a word.
	 */
	void kill(String name) {
		cutOff(name);
		Transport transport = this.transports.get(name);
		if (transport != null) {
			transport.stop().subscribe();
		}
	}

	private boolean isCut(String one, String address) {
		String other = this.names.getOrDefault(address, "nobody");
		return this.cuts.contains(one) || this.cuts.contains(other) || this.cuts.contains(one + "-" + other);
	}

	private final class Emulated implements Transport {

		private final String name;

		private final Transport transport;

		Emulated(String name, Transport transport) {
			this.name = name;
			this.transport = transport;
			EmulatedNetwork.this.transports.put(name, transport);
		}

		@Override
		public String address() {
			return this.transport.address();
		}

		@Override
		public Mono<Transport> start() {
			return this.transport.start().map((started) -> {
				EmulatedNetwork.this.names.put(started.address(), this.name);
				return this;
			});
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
			return isCut(this.name, address) ? Mono.error(new ConnectException("cut"))
					: this.transport.send(address, message);
		}

		@Override
		public Mono<Message> requestResponse(String address, Message request) {
			return isCut(this.name, address) ? Mono.error(new ConnectException("cut"))
					: this.transport.requestResponse(address, request);
		}

		@Override
		public Flux<Message> listen() {
			return this.transport.listen()
				.filter((message) -> message.sender() == null || !isCut(this.name, message.sender()));
		}

	}

}
