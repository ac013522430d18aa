package dev.discovery.testkit;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.discovery.test.Ports;
import tools.jackson.databind.JsonNode;

/**
 * An application in a process of its own that knows nothing of ours: it registers itself
 * and finds others with Netflix's and Spring Cloud's own client.
 */
public final class NetflixPeer implements AutoCloseable {

	private final Ports ports;

	private final ApplicationProcess process;

	private final JsonHttp http;

	private NetflixPeer(Ports ports, ApplicationProcess process) {
		this.ports = ports;
		this.process = process;
		this.http = new JsonHttp(URI.create("http://localhost:" + port()), Map.of(), Patience.LIMIT);
	}

	/**
	 * Starts it and waits until it has sent its registration; it looks for changes each
	 * second.
	 * @param server where it registers
	 * @param name its own
	 * @param arguments Spring Boot's, such as
	 * {@code --eureka.instance.metadata-map.zone=a}
	 */
	public static NetflixPeer start(EurekaServer server, String name, String... arguments) {
		Ports ports = new Ports(1);
		List<String> all = new ArrayList<>(List.of("--spring.application.name=" + name, "--server.port=" + ports.get(0),
				"--server.address=127.0.0.1", "--spring.main.banner-mode=off", "--eureka.instance.hostname=localhost",
				"--eureka.client.service-url.defaultZone=" + server.url() + "/",
				// Jersey is there because the server needs it; a client speaks through
				// Spring's RestClient
				"--eureka.client.jersey.enabled=false", "--eureka.client.registry-fetch-interval-seconds=1",
				"--eureka.client.initial-instance-info-replication-interval-seconds=0",
				"--eureka.client.instance-info-replication-interval-seconds=1",
				"--eureka.instance.lease-renewal-interval-in-seconds=1",
				"--eureka.instance.lease-expiration-duration-in-seconds=3"));
		// a property that is given twice would be a list
		List<String> names = Stream.of(arguments).map((argument) -> argument.replaceFirst("=.*", "=")).toList();
		all.removeIf((usual) -> names.stream().anyMatch(usual::startsWith));
		all.addAll(List.of(arguments));
		ApplicationProcess process = ApplicationProcess.start(NetflixClassPath.ofThisBuild().ofClient(),
				NetflixPeerApplication.class.getName(), all);
		NetflixPeer peer = new NetflixPeer(ports, process);
		try {
			process.awaitOutput("Started NetflixPeerApplication", "registration status: 204");
		}
		catch (IllegalStateException ex) {
			peer.close();
			throw ex;
		}
		return peer;
	}

	/**
	 * What its {@code DiscoveryClient} says at this moment.
	 * @param id of a service
	 * @return an array; each instance with {@code instanceId}, {@code host},
	 * {@code port}, {@code secure}, {@code uri} and {@code metadata}
	 */
	public JsonNode instances(String id) {
		return this.http.get("/instances/" + id);
	}

	/**
	 * The port that it registers.
	 */
	public int port() {
		return this.ports.get(0);
	}

	/**
	 * SIGKILL: its lease runs out.
	 */
	public void kill() {
		this.process.kill();
	}

	/**
	 * SIGTERM: it takes its registration away.
	 */
	public void terminate() {
		this.process.terminate();
	}

	/**
	 * What it has printed so far.
	 */
	public String output() {
		return this.process.output();
	}

	@Override
	public void close() {
		this.process.close();
		this.ports.close();
	}

}
