package dev.discovery.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import dev.discovery.backend.memory.InMemoryRegistry;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Call;
import dev.discovery.balancing.NoInstanceException;
import dev.discovery.balancing.limit.CallRefusedException;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.model.Instance;
import dev.discovery.test.Ports;
import dev.discovery.testkit.Patience;
import dev.discovery.time.Ticker;
import dev.discovery.time.WallClock;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * An application over two registries and one in their shadow, to which everything happens
 * that there is a meter for.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ScrapedApplication {

	private static final Duration LONG = Duration.ofHours(1);

	private static final String EAST = "discovery.registries.east.";

	private static final String WEST = "discovery.registries.west.";

	private static final String SHADOW = "discovery.registries.green.";

	private static final String LOAD_BALANCER = "discovery.load-balancer.services.";

	@Bean
	@LoadBalanced
	RestClient.Builder clients(RestClientBuilderConfigurer configurer) {
		return configurer.configure(RestClient.builder());
	}

	/**
	 * Runs it, lets it live, and scrapes it.
	 * @param properties those that it has beside its own
	 */
	static Scrape run(String... properties) {
		HttpServer server = server();
		try (Ports closed = new Ports(1); ConfigurableApplicationContext context = start(properties)) {
			new Life(context, server.getAddress().getPort(), closed.get(0)).live();
			return Scrape.of(scrape(context));
		}
		finally {
			server.stop(0);
		}
	}

	private static ConfigurableApplicationContext start(String... more) {
		return new SpringApplicationBuilder(ScrapedApplication.class)
			.properties("server.port=0", "spring.application.name=shop", "spring.main.banner-mode=off",
					"spring.main.web-application-type=servlet", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=prometheus", EAST + "backend=in-memory",
					EAST + "in-memory.registry=scrape-east", EAST + "register=true", WEST + "backend=in-memory",
					WEST + "in-memory.registry=scrape-west", SHADOW + "backend=in-memory",
					SHADOW + "in-memory.registry=scrape-green", SHADOW + "shadow=true",
					"discovery.registration.host=localhost", "discovery.security.signing.mode=audit",
					"discovery.security.signing.key-id=one",
					"discovery.security.signing.key=a secret for this test of 32 chars",
					LOAD_BALANCER + "inventory.outlier.max-ejection-percent=50",
					LOAD_BALANCER + "inventory.retry.budget-per-second=0",
					LOAD_BALANCER + "payments.limits.max-concurrent-per-service=1",
					LOAD_BALANCER + "billing.circuit-breaker.enabled=true",
					LOAD_BALANCER + "billing.circuit-breaker.minimum-calls=2")
			.properties(more)
			.run();
	}

	private static HttpServer server() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/", (exchange) -> {
				exchange.sendResponseHeaders(Integer.parseInt(exchange.getRequestURI().getPath().substring(1)), -1);
				exchange.close();
			});
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String scrape(ConfigurableApplicationContext context) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/prometheus"))
			.build();
		try {
			return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What happens to it.
	 */
	private static final class Life {

		private final InMemoryRegistry registry = InMemoryRegistry.acquire("scrape-east");

		private final ConfigurableApplicationContext context;

		private final int port;

		private final int closed;

		Life(ConfigurableApplicationContext context, int port, int closed) {
			this.context = context;
			this.port = port;
			this.closed = closed;
		}

		void live() {
			try {
				register("inventory", "localhost", this.port);
				register("inventory", "localhost", this.closed);
				register("inventory", "169.254.169.254", 80);
				register("payments", "localhost", this.port);
				register("billing", "localhost", this.port);
				lookUp("inventory", 2);
				lookUp("payments", 1);
				lookUp("billing", 1);
				register("inventory", "127.0.0.1", this.port);
				lookUp("inventory", 3);
				call();
				refuse();
			}
			finally {
				this.registry.release();
			}
		}

		private void register(String serviceId, String host, int at) {
			String now = Long.toString(WallClock.system().millis());
			this.registry.put(
					Instance.builder(serviceId, host, at).metadata(Map.of(Instance.REGISTERED_AT, now)).build(),
					Ticker.system().nanos(), LONG);
		}

		private void lookUp(String serviceId, int count) {
			DiscoveryClient client = this.context.getBean(DiscoveryClient.class);
			Patience.await().until(() -> client.getInstances(serviceId).size() == count);
		}

		/** Until one is ejected and the retry budget is spent. */
		private void call() {
			for (int i = 0; i < 60; i++) {
				get("inventory", 200);
			}
			for (int i = 0; i < 60; i++) {
				get("inventory", 503);
			}
		}

		private void refuse() {
			Balancer balancer = this.context.getBean(Balancer.class);
			Call held = balancer.callOnce(balancer.pool("payments"), RequestView.NONE);
			held.begin();
			get("payments", 200);
			held.cancelled();
			for (int i = 0; i < 5; i++) {
				get("billing", 500);
			}
			get("nobody", 200);
		}

		private void get(String serviceId, int status) {
			try {
				this.context.getBean(RestClient.Builder.class)
					.build()
					.get()
					.uri("http://" + serviceId + "/" + status)
					.exchange((request, response) -> response.getStatusCode());
			}
			catch (ResourceAccessException | CallRefusedException | NoInstanceException ex) {
				// some are to fail
			}
		}

	}

}
