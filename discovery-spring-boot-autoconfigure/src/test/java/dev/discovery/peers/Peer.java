package dev.discovery.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.InstanceReport;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.test.TestRegistry;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Patience;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An application that uses our beans through a peer, with a registry of its own and the
 * instances that are in it.
 */
final class Peer implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final List<Shop> shops = new ArrayList<>();

	private final VirtualTime time = new VirtualTime();

	private final TestRegistry registry = new TestRegistry(this.time);

	private final ConfigurableApplicationContext context;

	private Peer(boolean outage, Class<?> application, String... properties) {
		this.time.flow();
		if (outage) {
			this.registry.outage();
		}
		ApplicationContextInitializer<GenericApplicationContext> withRegistry = (context) -> context
			.registerBean(ServiceBackend.class, () -> this.registry.backend(RegistryObserver.NONE));
		this.context = new SpringApplicationBuilder(application).initializers(withRegistry)
			.properties("spring.main.banner-mode=off", "spring.application.name=peer", "server.port=0",
					"discovery.registration.enabled=false", "spring.reactor.netty.shutdown-quiet-period=20ms")
			.properties(properties)
			.run();
	}

	/**
	 * Starts it.
	 * @param application what a user would write
	 * @param properties what a user would configure
	 */
	static Peer start(Class<?> application, String... properties) {
		return new Peer(false, application, properties);
	}

	/** The same while the registry is down. */
	static Peer startInAnOutage(Class<?> application, String... properties) {
		return new Peer(true, application, properties);
	}

	TestRegistry registry() {
		return this.registry;
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	/** Starts one more instance of a service. */
	Shop open(String serviceId) {
		Shop shop = new Shop();
		this.shops.add(shop);
		this.registry.add(serviceId, shop.port());
		return shop;
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	HttpResponse<String> get(String path) {
		return send("GET", path);
	}

	HttpResponse<String> send(String method, String path) {
		URI uri = URI.create("http://localhost:" + port() + path);
		try {
			return this.client.send(
					HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).timeout(Patience.LIMIT).build(),
					BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Who answers to so many requests, all of which succeed. */
	Set<String> answering(String path, int requests) {
		Set<String> names = new TreeSet<>();
		for (int i = 0; i < requests; i++) {
			HttpResponse<String> response = get(path);
			if (response.statusCode() != Shop.OK) {
				throw new AssertionError(i + ". answer: " + response.statusCode() + " " + response.body());
			}
			names.add(response.body());
		}
		return names;
	}

	/** What its calls have told of an instance. */
	InstanceStats stats(String serviceId, Shop shop) {
		return report(serviceId, shop).stats();
	}

	/** Why an instance is or isn't called. */
	InstanceReport report(String serviceId, Shop shop) {
		return this.context.getBean(Balancer.class)
			.explain(serviceId)
			.instances()
			.stream()
			.filter((report) -> report.instance().getPort() == shop.port())
			.findFirst()
			.orElseThrow();
	}

	/** The calls that are under way, of all the services. */
	int inFlight(String... serviceIds) {
		return Arrays.stream(serviceIds)
			.flatMap((serviceId) -> this.context.getBean(Balancer.class).explain(serviceId).instances().stream())
			.mapToInt((report) -> report.stats().inFlight())
			.sum();
	}

	@Override
	public void close() {
		this.context.close();
		this.shops.forEach(Shop::close);
		this.time.close();
	}

}
