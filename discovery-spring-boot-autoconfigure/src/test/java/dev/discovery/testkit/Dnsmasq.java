package dev.discovery.testkit;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A real dnsmasq, which keeps a zone and asks nobody else. What it says is changed by
 * starting it again.
 */
public final class Dnsmasq implements AutoCloseable {

	private static final String ANYBODY = "--user=";

	private final ScratchFolder folder = new ScratchFolder("dnsmasq");

	private final int port = UdpPort.free();

	private @Nullable Program program;

	public InetSocketAddress address() {
		return InetSocketAddress.createUnresolved("127.0.0.1", this.port);
	}

	/**
	 * Starts it, or starts it again.
	 * @param records what it says, as dnsmasq's options
	 */
	public Dnsmasq start(String... records) {
		stop();
		List<String> command = new ArrayList<>(List.of("dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv",
				"--no-hosts", ANYBODY, "--bind-interfaces", "--listen-address=127.0.0.1", "--port=" + this.port,
				"--local=/test/", "--pid-file=" + this.folder.resolve("pid")));
		command.addAll(List.of(records));
		Program started = Program.start(this.folder.resolve("output"), command);
		this.program = started;
		Patience.await().until(() -> {
			if (!started.isAlive()) {
				throw new IllegalStateException("dnsmasq doesn't start:\n" + started.output());
			}
			return started.output().contains("started, version");
		});
		return this;
	}

	/**
	 * Ends it: whoever asks is refused.
	 */
	public void stop() {
		if (this.program != null) {
			this.program.close();
		}
	}

	@Override
	public void close() {
		stop();
		this.folder.close();
	}

}
