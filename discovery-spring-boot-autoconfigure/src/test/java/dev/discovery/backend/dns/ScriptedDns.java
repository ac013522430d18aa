package dev.discovery.backend.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.discovery.testkit.UdpPort;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/**
 * A nameserver with a zone, on UDP and TCP, that does as a test says.
 */
final class ScriptedDns implements AutoCloseable {

	final Zone zone = new Zone();

	final AtomicInteger datagrams = new AtomicInteger();

	final AtomicInteger streams = new AtomicInteger();

	/** What is sent back for what would be the answer; empty for silence. */
	volatile Function<Message, List<byte[]>> udp = (reply) -> List.of(reply.toWire());

	volatile Function<Message, List<byte[]>> tcp = (reply) -> List.of(reply.toWire());

	private final int port = UdpPort.free();

	private @Nullable DatagramSocket datagramSocket;

	private @Nullable ServerSocket serverSocket;

	ScriptedDns() {
		up();
	}

	InetSocketAddress address() {
		return InetSocketAddress.createUnresolved("127.0.0.1", this.port);
	}

	/**
	 * Cut to what fits, as the flag says.
	 */
	static List<byte[]> truncated(Message reply) {
		Message cut = reply.clone();
		cut.removeAllRecords(Section.ANSWER);
		cut.getHeader().setFlag(Flags.TC);
		return List.of(cut.toWire());
	}

	/**
	 * The right number, and then nothing that makes sense.
	 */
	static List<byte[]> garbage(Message reply) {
		byte[] wire = reply.toWire();
		Arrays.fill(wire, 4, wire.length, (byte) 0xff);
		return List.of(wire);
	}

	/**
	 * An empty answer to a question that nobody asked.
	 */
	static byte[] stranger(Message reply) {
		Message other = reply.clone();
		other.removeAllRecords(Section.ANSWER);
		other.getHeader().setID(reply.getHeader().getID() ^ 1);
		return other.toWire();
	}

	void down() {
		close();
	}

	void up() {
		try {
			DatagramSocket packets = new DatagramSocket(this.port, InetAddress.getLoopbackAddress());
			ServerSocket connections = new ServerSocket();
			connections.setReuseAddress(true);
			connections.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
			this.datagramSocket = packets;
			this.serverSocket = connections;
			start("scripted-dns-udp", () -> serve(packets));
			start("scripted-dns-tcp", () -> serve(connections));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void start(String name, Loop loop) {
		Thread thread = new Thread(() -> {
			try {
				loop.run();
			}
			catch (IOException ex) {
				// closed
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
	}

	private void serve(DatagramSocket socket) throws IOException {
		byte[] buffer = new byte[4096];
		while (true) {
			DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
			socket.receive(packet);
			this.datagrams.incrementAndGet();
			Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
			for (byte[] reply : this.udp.apply(this.zone.answer(query))) {
				socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
			}
		}
	}

	private void serve(ServerSocket server) throws IOException {
		while (true) {
			try (Socket socket = server.accept()) {
				this.streams.incrementAndGet();
				DataInputStream in = new DataInputStream(socket.getInputStream());
				byte[] query = in.readNBytes(in.readUnsignedShort());
				DataOutputStream out = new DataOutputStream(socket.getOutputStream());
				for (byte[] reply : this.tcp.apply(this.zone.answer(new Message(query)))) {
					out.writeShort(reply.length);
					out.flush();
					out.write(reply, 0, reply.length / 2);
					out.flush();
					out.write(reply, reply.length / 2, reply.length - reply.length / 2);
				}
			}
			catch (SocketException ex) {
				if (server.isClosed()) {
					return;
				}
			}
		}
	}

	@Override
	public void close() {
		try {
			if (this.datagramSocket != null) {
				this.datagramSocket.close();
			}
			if (this.serverSocket != null) {
				this.serverSocket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@FunctionalInterface
	private interface Loop {

		void run() throws IOException;

	}

}
