package dev.discovery.backend.dns;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way to a nameserver and the answer on its way back. Not safe for use
 * by several threads.
 */
abstract class Conversation {

	/** More than is asked for. */
	private static final int MAX_DATAGRAM = 4096;

	private final SelectableChannel channel;

	private Conversation(SelectableChannel channel) {
		this.channel = channel;
	}

	/**
	 * Begins it. Blocks where the server's name has to be looked up.
	 */
	static Conversation open(Wire.Packet packet) throws IOException {
		InetSocketAddress server = packet.server();
		InetSocketAddress address = server.isUnresolved()
				? new InetSocketAddress(InetAddress.getByName(server.getHostString()), server.getPort()) : server;
		SelectableChannel channel = packet.tcp() ? SocketChannel.open() : DatagramChannel.open();
		try {
			channel.configureBlocking(false);
			if (channel instanceof SocketChannel stream) {
				stream.connect(address);
				return new Stream(stream, packet.message());
			}
			DatagramChannel datagrams = (DatagramChannel) channel;
			// only what this server sends is received
			datagrams.connect(address);
			return new Datagrams(datagrams, packet);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	abstract SelectionKey register(Selector selector) throws IOException;

	/**
	 * Goes on as far as it can.
	 * @return the answer, if it is there
	 */
	abstract byte @Nullable [] proceed(SelectionKey key) throws IOException;

	void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// it is given up in any case
		}
	}

	private static final class Datagrams extends Conversation {

		private final DatagramChannel channel;

		private final ByteBuffer message;

		private final Predicate<byte[]> answers;

		private final ByteBuffer received = ByteBuffer.allocate(MAX_DATAGRAM);

		Datagrams(DatagramChannel channel, Wire.Packet packet) {
			super(channel);
			this.channel = channel;
			this.message = ByteBuffer.wrap(packet.message());
			this.answers = packet.answers();
		}

		@Override
		SelectionKey register(Selector selector) throws IOException {
			this.channel.write(this.message);
			return this.channel.register(selector, SelectionKey.OP_READ);
		}

		@Override
		byte @Nullable [] proceed(SelectionKey key) throws IOException {
			while (this.channel.read(this.received.clear()) > 0) {
				byte[] packet = Arrays.copyOf(this.received.array(), this.received.position());
				if (this.answers.test(packet)) {
					return packet;
				}
			}
			return null;
		}

	}

	private static final class Stream extends Conversation {

		private final SocketChannel channel;

		private final ByteBuffer message;

		private ByteBuffer received = ByteBuffer.allocate(Short.BYTES);

		private boolean begun;

		Stream(SocketChannel channel, byte[] message) {
			super(channel);
			this.channel = channel;
			this.message = ByteBuffer.allocate(Short.BYTES + message.length)
				.putShort((short) message.length)
				.put(message)
				.flip();
		}

		@Override
		SelectionKey register(Selector selector) throws IOException {
			// on some systems a connection within the machine is made at once
			return this.channel.register(selector,
					this.channel.isConnected() ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT);
		}

		@Override
		byte @Nullable [] proceed(SelectionKey key) throws IOException {
			if (!this.channel.isConnected() && !this.channel.finishConnect()) {
				return null;
			}
			if (this.message.hasRemaining()) {
				this.channel.write(this.message);
				key.interestOps(this.message.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
				return null;
			}
			if (this.channel.read(this.received) == -1) {
				throw new EOFException("cut off");
			}
			if (!this.begun && !this.received.hasRemaining()) {
				this.begun = true;
				this.received = ByteBuffer.allocate(Short.toUnsignedInt(this.received.getShort(0)));
				return this.received.hasRemaining() ? null : this.received.array();
			}
			return (this.begun && !this.received.hasRemaining()) ? this.received.array() : null;
		}

	}

}
