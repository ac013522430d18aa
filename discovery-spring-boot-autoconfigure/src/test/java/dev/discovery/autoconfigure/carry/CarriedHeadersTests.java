package dev.discovery.autoconfigure.carry;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.cloud.carry.CarriedHeaders;
import dev.discovery.cloud.carry.CarryFilter;
import dev.discovery.cloud.carry.CarryWebFilter;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three services in a row, of which the last two have two versions each: who asks for
 * version 2 gets it at each hop.
 */
class CarriedHeadersTests {

	private static final String CARRY = "discovery.routes.carry-headers=X-Version";

	private final Deque<ConfigurableApplicationContext> running = new ArrayDeque<>();

	@AfterEach
	void stop() {
		while (!this.running.isEmpty()) {
			this.running.pop().close();
		}
	}

	@Test
	void aVersionIsCarriedThroughThreeServices() {
		ConfigurableApplicationContext front = threeServices(WebApplicationType.SERVLET);
		for (String client : List.of("blocking", "reactive", "executor", "async")) {
			carriesVersions(front, client);
		}
		assertThat(get(front, "overriding", "2")).isEqualTo("front > middle 1 > back 1 (1)");
	}

	@Test
	void aVersionIsCarriedThroughThreeReactiveServices() {
		carriesVersions(threeServices(WebApplicationType.REACTIVE), "reactive");
	}

	private static void carriesVersions(ConfigurableApplicationContext front, String client) {
		for (int i = 0; i < 4; i++) {
			assertThat(get(front, client, "2")).as(client).isEqualTo("front > middle 2 > back 2 (2)");
			assertThat(get(front, client, "1")).as(client).isEqualTo("front > middle 1 > back 1 (1)");
		}
		assertThat(IntStream.range(0, 8).mapToObj((i) -> get(front, client, null)).distinct()).as(client)
			.hasSizeGreaterThan(1)
			.allMatch((answer) -> answer.endsWith("(none)"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Host", "content-length", "X Version", "X:Version" })
	void headersThatCantBeCarriedAreNamed(String name) {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class,
					InMemoryBackendAutoConfiguration.class, CarriedHeadersAutoConfiguration.class))
			.withPropertyValues("discovery.routes.carry-headers=" + name)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("discovery.routes.carry-headers='" + name + "': "));
	}

	@Test
	void thereAreNoFiltersWhereNothingIsCarried() {
		WebApplicationContextRunner runner = new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class,
					InMemoryBackendAutoConfiguration.class, CarriedHeadersAutoConfiguration.class));
		runner.run((context) -> assertThat(context).doesNotHaveBean(CarryFilter.class));
		runner.withPropertyValues(CARRY)
			.run((context) -> assertThat(context).hasSingleBean(CarryFilter.class)
				.doesNotHaveBean(CarryWebFilter.class));
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class,
					InMemoryBackendAutoConfiguration.class, CarriedHeadersAutoConfiguration.class))
			.withPropertyValues(CARRY)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CarryFilter.class));
	}

	@Test
	void showsNoValues() {
		CarriedHeaders carried = CarriedHeaders.of(List.of("X-Token"), (name) -> List.of("abc"));
		assertThat(carried.toString()).contains("X-Token").doesNotContain("abc");
	}

	private ConfigurableApplicationContext threeServices(WebApplicationType type) {
		List<String> back = List.of(uri(run(type, "back", "1", List.of())), uri(run(type, "back", "2", List.of())));
		List<String> middle = List.of(uri(run(type, "middle", "1", back)), uri(run(type, "middle", "2", back)));
		return run(type, "front", "", middle);
	}

	private ConfigurableApplicationContext run(WebApplicationType type, String name, String version,
			List<String> next) {
		String service = name.equals("front") ? "middle" : "back";
		List<String> properties = new ArrayList<>(List.of("server.port=0", "spring.main.banner-mode=off",
				"spring.application.name=" + name, "hop.version=" + version,
				"hop.next=" + (next.isEmpty() ? "" : service), CARRY, "discovery.registration.enabled=false",
				"spring.jmx.enabled=false", "spring.reactor.netty.shutdown-quiet-period=20ms",
				"discovery.in-memory.registry=carried-" + name + version));
		for (int i = 0; i < next.size(); i++) {
			String instance = "discovery.in-memory.services." + service + "[" + i + "].";
			properties.add(instance + "uri=" + next.get(i));
			properties.add(instance + "metadata.version=" + (i + 1));
			String routes = "discovery.routes.services." + service + ".";
			properties.add(routes + "subsets.v" + (i + 1) + ".version=" + (i + 1));
			properties.add(routes + "rules[" + i + "].match.headers.X-Version.exact=" + (i + 1));
			properties.add(routes + "rules[" + i + "].to=v" + (i + 1));
		}
		ConfigurableApplicationContext context = new SpringApplicationBuilder(HopApplication.class).web(type)
			.properties(properties.toArray(String[]::new))
			.run();
		this.running.push(context);
		return context;
	}

	private static String uri(ConfigurableApplicationContext context) {
		return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
	}

	private static String get(ConfigurableApplicationContext front, String client, String version) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri(front) + "/hop/" + client))
			.header("X-Other", "x");
		if (version != null) {
			request.header("X-Version", version);
		}
		try {
			return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Says who it is, and what the next one says.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	@RestController
	static class HopApplication {

		@Value("${spring.application.name} ${hop.version}")
		private String name;

		@Value("${hop.next}")
		private String next;

		@Bean
		@LoadBalanced
		static RestClient.Builder restClients() {
			return RestClient.builder();
		}

		@Bean
		@LoadBalanced
		static WebClient.Builder webClients() {
			return WebClient.builder();
		}

		@Bean(destroyMethod = "shutdown")
		static ExecutorService others() {
			return Executors.newSingleThreadExecutor();
		}

		private final RestClient.Builder restClient;

		private final WebClient.Builder webClient;

		private final ExecutorService others;

		HopApplication(RestClient.Builder restClient, WebClient.Builder webClient, ExecutorService others) {
			this.restClient = restClient;
			this.webClient = webClient;
			this.others = others;
		}

		@GetMapping(path = "/hop/{client}", produces = "text/plain")
		Mono<String> hop(@PathVariable String client,
				@RequestHeader(name = "X-Other", defaultValue = "none") String other,
				@RequestHeader(name = "X-Version", defaultValue = "none") String version) {
			assertThat(other).isEqualTo(this.name.startsWith("front") ? "x" : "none");
			if (this.next.isEmpty()) {
				return Mono.just(this.name.strip() + " (" + version + ")");
			}
			return switch (client) {
				case "blocking" -> Mono.just(and(block(client)));
				case "overriding" -> Mono.just(and(this.restClient.build()
					.get()
					.uri("http://" + this.next + "/hop/" + client)
					.header("X-Version", "1")
					.retrieve()
					.body(String.class)));
				case "reactive" -> react(client).map(this::and);
				case "executor" ->
					Mono.just(and(CompletableFuture.supplyAsync(() -> block(client), carrying()).join()));
				case "async" -> Mono.fromFuture(CompletableFuture.supplyAsync(() -> and(block(client)), carrying()));
				default -> Mono.error(new IllegalStateException(client));
			};
		}

		private Executor carrying() {
			return ContextExecutorService.wrap(this.others,
					ContextSnapshotFactory.builder()
						.contextRegistry(ContextRegistry.getInstance())
						.build()::captureAll);
		}

		private String and(String others) {
			return this.name.strip() + " > " + others;
		}

		private String block(String client) {
			return this.restClient.build()
				.get()
				.uri("http://" + this.next + "/hop/" + client)
				.retrieve()
				.body(String.class);
		}

		private Mono<String> react(String client) {
			return this.webClient.build()
				.get()
				.uri("http://" + this.next + "/hop/" + client)
				.retrieve()
				.bodyToMono(String.class);
		}

	}

}
