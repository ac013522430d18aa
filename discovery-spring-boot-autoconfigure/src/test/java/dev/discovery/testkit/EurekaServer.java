package dev.discovery.testkit;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

import dev.discovery.test.Ports;
import org.jspecify.annotations.Nullable;

/**
 * A real Eureka server on a port of its own. Described first, then started, which takes
 * some seconds: tests share one where they can. It keeps everything in memory, so a
 * restart makes it forget what no peer tells it again. Its port is known from the
 * beginning and stays.
 */
public final class EurekaServer extends RegistryProcess {

	private static final String MAIN = "dev.discovery.sample.eureka.EurekaServerApplication";

	private final Map<String, String> properties = new LinkedHashMap<>();

	private final Ports ports = new Ports(1);

	private String main = MAIN;

	private String scheme = "http";

	private Map<String, String> headers = Map.of();

	private @Nullable ApplicationProcess process;

	private EurekaServer() {
		property("server.port", port()).property("server.address", "127.0.0.1")
			// the sample's own file has settings for people
			.property("spring.config.name", "none")
			.property("eureka.instance.hostname", "localhost")
			.property("eureka.client.register-with-eureka", false)
			.property("eureka.client.fetch-registry", false)
			// where it takes no calls it needn't load what answers them
			.property("eureka.dashboard.enabled", false)
			.property("spring.main.lazy-initialization", true)
			.property("spring.main.banner-mode", "off");
	}

	/**
	 * A server that shows a change at once and forgets an instance within a second after
	 * its lease has run out, whatever else has.
	 */
	public static EurekaServer fast() {
		return defaults().property("eureka.server.use-read-only-response-cache", false)
			// what was computed while a change came would stay in the cache until the
			// next one
			.property("eureka.server.response-cache-auto-expiration-in-seconds", 1)
			.property("eureka.server.enable-self-preservation", false)
			.property("eureka.server.eviction-interval-timer-in-ms", 1000);
	}

	/**
	 * A server as Netflix has it: changes show after up to 30 s, and leases that have run
	 * out are kept while too many heartbeats are missing.
	 */
	public static EurekaServer defaults() {
		return new EurekaServer();
	}

	/**
	 * Two fast servers, started, that tell each other what they are told.
	 */
	public static List<EurekaServer> pair() {
		EurekaServer one = fast();
		EurekaServer other = fast();
		one.peers(other).launch();
		other.peers(one).start();
		one.awaitReady();
		return List.of(one, other);
	}

	/**
	 * Adds to its configuration.
	 * @param name any property of Spring Boot's or Eureka's
	 * @param value as in a configuration file
	 */
	public EurekaServer property(String name, Object value) {
		this.properties.put(name, value.toString());
		return this;
	}

	/**
	 * Tells these what it is told, and asks them at its start for what they know.
	 */
	public EurekaServer peers(EurekaServer... peers) {
		// a peer is a server whose URL isn't its own; by default it would go by the host
		return property("eureka.client.service-url.defaultZone",
				Arrays.stream(peers).map(EurekaServer::clientUrl).collect(Collectors.joining(",")))
			.property("eureka.client.fetch-registry", true)
			.property("eureka.server.registry-sync-retries", 1)
			// the default, 200 ms, is too little for a busy machine
			.property("eureka.server.peer-node-connect-timeout-ms", 1000)
			.property("eureka.server.peer-node-read-timeout-ms", 1000);
	}

	/**
	 * Whoever doesn't come with this name and password may do nothing.
	 */
	public EurekaServer secured(String user, String password) {
		this.main = SecuredEurekaServer.class.getName();
		String authorization = SecuredEurekaServer.authorization(user, password);
		this.headers = Map.of("Authorization", authorization);
		return property("test.server", MAIN).property("test.authorization", authorization);
	}

	/**
	 * Speaks TLS and nothing else.
	 * @param identity the certificate it shows
	 * @param clients the authority whose certificates clients must show, or null if they
	 * need none
	 */
	public EurekaServer tls(TestAuthority.Identity identity, @Nullable TestAuthority clients) {
		this.scheme = "https";
		if (clients != null) {
			property("server.ssl.client-auth", "need").property("server.ssl.trust-certificate",
					clients.certificateFile());
		}
		return property("server.ssl.certificate", identity.certificateFile())
			.property("server.ssl.certificate-private-key", identity.keyFile());
	}

	/**
	 * Starts it and waits until it answers.
	 */
	@Override
	public EurekaServer start() {
		launch();
		awaitReady();
		return this;
	}

	private void launch() {
		if (this.process != null) {
			this.process.close();
		}
		this.properties.put("eureka.server.my-url", clientUrl());
		this.properties.putIfAbsent("eureka.client.service-url.defaultZone", clientUrl());
		List<String> arguments = this.properties.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toList();
		this.process = ApplicationProcess.start(NetflixClassPath.ofThisBuild().ofServer(), this.main, arguments);
	}

	private void awaitReady() {
		Objects.requireNonNull(this.process)
			.awaitOutput("Started Eureka Server", "Started " + this.main.substring(this.main.lastIndexOf('.') + 1));
	}

	/**
	 * Its port.
	 */
	public int port() {
		return this.ports.get(0);
	}

	/**
	 * What clients are configured with, without a slash at the end and without name and
	 * password.
	 */
	public URI url() {
		return URI.create(this.scheme + "://localhost:" + port() + "/eureka");
	}

	/** Eureka compares URLs, to which it adds the slash where it is missing. */
	private String clientUrl() {
		return url() + "/";
	}

	/**
	 * A client of its API for tests, which may do everything.
	 */
	public EurekaApi api() {
		return new EurekaApi(url(), this.headers, null);
	}

	/**
	 * The same where it speaks TLS.
	 * @param context trusts the server
	 */
	public EurekaApi api(SSLContext context) {
		return new EurekaApi(url(), this.headers, context);
	}

	@Override
	@Nullable Program started() {
		return (this.process != null) ? this.process.program() : null;
	}

	@Override
	public void close() {
		if (this.process != null) {
			this.process.close();
		}
		this.ports.close();
	}

}
