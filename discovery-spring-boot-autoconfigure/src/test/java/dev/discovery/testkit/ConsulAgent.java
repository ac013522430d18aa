package dev.discovery.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.test.Ports;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A real Consul agent, which is its own server: on ports of its own, with its files in a
 * folder of its own. Described first, then started; after a restart it has the same
 * ports.
 */
public final class ConsulAgent extends RegistryProcess {

	/** The token that may do everything, where {@link #secured()}. */
	public static final String MASTER_TOKEN = "d3b2a6c4-0000-4000-8000-00000000a11c";

	private static final String DATA = "data";

	private static final int ATTEMPTS = 3;

	private final boolean keepsData;

	private final List<String> configuration = new ArrayList<>(List.of("{\"ports\": {\"dns\": -1}}"));

	private final ScratchFolder folder = new ScratchFolder("consul");

	private Ports ports = new Ports(5);

	private boolean secured;

	private boolean tls;

	private @Nullable Program program;

	private ConsulAgent(boolean keepsData) {
		this.keepsData = keepsData;
	}

	/**
	 * An agent that keeps everything in memory: a restart makes it forget.
	 */
	public static ConsulAgent dev() {
		return new ConsulAgent(false);
	}

	/**
	 * An agent that keeps its data on disk: a restart doesn't make it forget.
	 */
	public static ConsulAgent server() {
		return new ConsulAgent(true).config("{\"performance\": {\"raft_multiplier\": 1}}");
	}

	/**
	 * Adds to its configuration.
	 * @param json what would stand in a configuration file
	 */
	public ConsulAgent config(String json) {
		this.configuration.add(json);
		return this;
	}

	/**
	 * Is a datacenter of its own, which others can join.
	 * @param name its name, and its node's
	 */
	public ConsulAgent datacenter(String name) {
		return config("{\"datacenter\": \"%s\", \"node_name\": \"%s\"}".formatted(name, name));
	}

	/**
	 * Joins another datacenter.
	 */
	public void join(ConsulAgent other) {
		api().put("/v1/agent/join/127.0.0.1:" + other.ports.get(4) + "?wan=1", "");
	}

	/**
	 * Whoever has no token may do nothing.
	 */
	public ConsulAgent secured() {
		this.secured = true;
		return config("""
				{"acl": {"enabled": true, "default_policy": "deny",
				"tokens": {"master": "%s", "agent": "%s"}}}""".formatted(MASTER_TOKEN, MASTER_TOKEN));
	}

	/**
	 * Speaks TLS, at {@link #tlsPort()}, besides plain HTTP.
	 * @param identity the certificate it shows
	 * @param clients the authority whose certificates clients must show, or null if they
	 * need none
	 */
	public ConsulAgent tls(TestAuthority.Identity identity, @Nullable TestAuthority clients) {
		this.tls = true;
		String incoming = (clients != null)
				? ", \"ca_file\": \"" + clients.certificateFile() + "\", \"verify_incoming_https\": true" : "";
		return config("{\"cert_file\": \"%s\", \"key_file\": \"%s\"%s}".formatted(identity.certificateFile(),
				identity.keyFile(), incoming));
	}

	/**
	 * Starts it and waits until it has a leader, that is itself.
	 */
	@Override
	public ConsulAgent start() {
		boolean known = this.program != null;
		for (int attempt = 1; !launched(); attempt++) {
			if (attempt == ATTEMPTS) {
				throw new IllegalStateException("consul doesn't start:\n" + output());
			}
			if (!known) {
				// somebody may have the same number for UDP
				this.ports.close();
				this.ports = new Ports(5);
			}
		}
		return this;
	}

	private boolean launched() {
		Program started = Program.start(this.folder.resolve("output"), command());
		this.program = started;
		try {
			Patience.await()
				.pollInterval(Duration.ofMillis(20))
				.atMost(Patience.START)
				.until(() -> !started.isAlive() || isReady());
		}
		catch (ConditionTimeoutException ex) {
			throw new IllegalStateException("consul has no leader:\n" + output(), ex);
		}
		return started.isAlive();
	}

	/**
	 * Whether it has a leader and, where it is secured, knows its tokens.
	 */
	public boolean isReady() {
		ConsulApi api = api();
		return api.leader() && (!this.secured || api.status("/v1/acl/token/self") == 200);
	}

	private List<String> command() {
		List<String> command = new ArrayList<>(List.of("consul", "agent", "-bind=127.0.0.1", "-client=127.0.0.1",
				"-grpc-port=-1", "-serf-wan-port=" + this.ports.get(4), "-http-port=" + this.ports.get(0),
				"-serf-lan-port=" + this.ports.get(1), "-server-port=" + this.ports.get(2),
				"-https-port=" + (this.tls ? this.ports.get(3) : -1)));
		command
			.addAll(this.keepsData ? List.of("-server", "-bootstrap-expect=1", "-data-dir=" + this.folder.resolve(DATA))
					: List.of("-dev"));
		for (int i = 0; i < this.configuration.size(); i++) {
			command.add("-config-file=" + this.folder.write(i + ".json", this.configuration.get(i)));
		}
		return command;
	}

	/**
	 * Deletes its data; only while it is killed.
	 */
	public void wipe() {
		this.folder.delete(DATA);
	}

	/**
	 * The port of its HTTP API, known once it has been started.
	 */
	public int port() {
		program();
		return this.ports.get(0);
	}

	/**
	 * Its HTTP API.
	 */
	public URI url() {
		return URI.create("http://localhost:" + port());
	}

	/**
	 * The port of its HTTPS API, where it has one.
	 */
	public int tlsPort() {
		program();
		return this.ports.get(3);
	}

	/**
	 * A client of its API for tests, which may do everything.
	 */
	public ConsulApi api() {
		return new ConsulApi(url(), this.secured ? MASTER_TOKEN : null);
	}

	@Override
	@Nullable Program started() {
		return this.program;
	}

	@Override
	public void close() {
		if (this.program != null) {
			this.program.close();
		}
		this.ports.close();
		this.folder.close();
	}

}
