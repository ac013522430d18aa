package dev.discovery.autoconfigure;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.discovery.backend.BackendException;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.http.RegistryRequest;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.Printout;
import dev.discovery.testkit.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever a registry does, and however much is logged and shown, what was sent to it in
 * confidence appears nowhere else.
 */
class TokenLeakageTests {

	private static final String CANARY = "canary-7f3a9c51e2";

	private static final String BASIC = Base64.getEncoder()
		.encodeToString(("orders:" + CANARY).getBytes(StandardCharsets.UTF_8));

	private static final String SIGNING = "discovery.security.signing.";

	private static final List<String> ENDPOINTS = List.of("", "/env", "/env/discovery.consul.token", "/configprops",
			"/configprops/discovery", "/metrics", "/metrics/discovery.backend.requests", "/discovery",
			"/discovery/orders", "/health", "/health/discovery", "/info", "/beans", "/conditions", "/loggers",
			"/mappings", "/scheduledtasks", "/threaddump", "/serviceregistry");

	/** At this level it is megabytes. */
	private final Printout printout = new Printout();

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final List<String> elsewhere = new CopyOnWriteArrayList<>();

	private final List<HttpServer> servers = new ArrayList<>();

	private volatile String echo = "";

	private final HttpServer other = serve((exchange) -> {
		this.elsewhere.add(exchange.getRequestHeaders().entrySet().toString());
		send(exchange, 200, "[]");
	});

	@AfterEach
	void stop() {
		this.servers.forEach((server) -> server.stop(0));
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
		this.printout.close();
	}

	@ParameterizedTest
	@EnumSource
	void noTokenAppearsAnywhereButOnTheWayToTheRegistry(Registry kind, @TempDir Path folder) throws Exception {
		HttpServer registry = (kind == Registry.KUBERNETES) ? serveSecurely(folder) : serve(this::misbehave);
		this.echo = (kind.sent.equals(BASIC)) ? BASIC + " " + CANARY : CANARY;
		String base = ((kind == Registry.KUBERNETES) ? "https" : "http") + "://localhost:"
				+ registry.getAddress().getPort();
		try (ConfigurableApplicationContext context = application(kind.properties(base, folder))) {
			StringBuilder seen = new StringBuilder();
			RegistryHttpClient client = context.getBean(RegistryHttpClient.class);
			URI url = URI.create(base + "/");
			for (Fault fault : Fault.values()) {
				RegistryRequest request = RegistryRequest.get(url.resolve("/fault/" + fault.name()))
					.within(Patience.LIMIT);
				seen.append(failure(client.exchange(request).thenApply((reply) -> reply.json(Number[].class))));
				seen.append(failure(client.stream(request, Patience.LIMIT, () -> {
				}, (line) -> line.json(Number[].class))));
			}
			assertThatExceptionOfType(NoAnswerException.class)
				.isThrownBy(() -> context.getBean(ServiceDirectory.class).lookup("orders"))
				.satisfies((ex) -> seen.append(stackTrace(ex)));
			Patience.await().until(() -> context.getBean(ServiceDirectory.class).entry("orders").lastError() != null);
			seen.append(stackTrace(context.getBean(ServiceDirectory.class).entry("orders").lastError()));
			for (String name : context.getBeanDefinitionNames()) {
				Object bean = context.getBean(name);
				if (bean.getClass().getName().startsWith("dev.discovery")) {
					seen.append(bean).append('\n');
				}
			}
			String port = context.getEnvironment().getRequiredProperty("local.server.port");
			for (String endpoint : ENDPOINTS) {
				HttpResponse<String> response = get("http://localhost:" + port + "/actuator" + endpoint);
				seen.append(response.headers().map()).append(response.body());
			}
			assertThat(this.received).as("what reached the registry")
				.anyMatch((headers) -> headers.contains(kind.sent));
			assertThat(this.elsewhere).as("who was redirected").isEmpty();
			assertThat(seen.toString()).contains("redirects are never followed", "status 403", "status 500",
					"\"******\"", "discovery.security");
			assertThat(seen.toString()).doesNotContain(CANARY, BASIC);
		}
		String output = this.printout.text();
		assertThat(output).contains("TRACE").contains("dev.discovery");
		assertThat(output.lines().filter((line) -> line.contains(CANARY) || line.contains(BASIC))).isEmpty();
	}

	@Test
	void nothingOfDiscoveryIsExposedOverHttpByDefault() throws Exception {
		try (ConfigurableApplicationContext context = application("discovery.registration.enabled=false")) {
			String base = "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
			for (String endpoint : List.of("/discovery", "/discovery/orders", "/env", "/configprops", "/metrics")) {
				assertThat(get(base + "/actuator" + endpoint).statusCode()).as(endpoint).isEqualTo(404);
			}
			HttpResponse<String> health = get(base + "/actuator/health");
			assertThat(health.body()).doesNotContain("discovery", "orders", "in-memory");
		}
	}

	private void misbehave(HttpExchange exchange) throws IOException {
		this.received.add(exchange.getRequestHeaders().values().toString());
		String path = exchange.getRequestURI().getPath();
		Fault fault = path.startsWith("/fault/") ? Fault.valueOf(path.substring("/fault/".length())) : Fault.FORBIDDEN;
		String echo = this.echo;
		switch (fault) {
			case FORBIDDEN -> send(exchange, 403, "{\"message\":\"" + echo + "\"}");
			case UNAUTHORIZED -> send(exchange, 401, echo);
			case BROKEN -> send(exchange, 500, echo + "\r\n" + echo);
			case BUSY -> send(exchange, 429, echo);
			case NO_JSON -> send(exchange, 200, "{\"" + echo + "\":" + echo + "}\n");
			case OTHER_JSON -> send(exchange, 200, "[\"" + echo + "\"]\n");
			case REDIRECT -> {
				exchange.getResponseHeaders()
					.set("Location", "http://127.0.0.1:" + this.other.getAddress().getPort() + "/?" + CANARY);
				send(exchange, 302, echo);
			}
			case CUT_OFF -> {
				exchange.sendResponseHeaders(200, 1_000);
				exchange.getResponseBody().write(("[\"" + echo).getBytes(StandardCharsets.UTF_8));
				exchange.close();
			}
			case NO_GZIP -> {
				exchange.getResponseHeaders().set("Content-Encoding", "gzip");
				send(exchange, 200, echo);
			}
			default -> exchange.close();
		}
	}

	private static void send(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	private static String failure(CompletionStage<?> stage) {
		try {
			stage.toCompletableFuture().get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
			return "no failure";
		}
		catch (Exception ex) {
			assertThat(ex).hasCauseInstanceOf(BackendException.class);
			return stackTrace(ex);
		}
	}

	private static String stackTrace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).header("Accept", "application/json").build(),
					HttpResponse.BodyHandlers.ofString());
	}

	private HttpServer serveSecurely(Path folder) throws Exception {
		TestAuthority authority = TestAuthority.in(folder);
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(authority.context(authority.issue("localhost"))));
		return start(server, this::misbehave);
	}

	private HttpServer serve(HttpHandler handler) {
		try {
			return start(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), handler);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HttpServer start(HttpServer server, HttpHandler handler) {
		server.createContext("/", handler);
		server.start();
		this.servers.add(server);
		return server;
	}

	private static ConfigurableApplicationContext application(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "spring.application.name=orders", "spring.main.banner-mode=off",
					"discovery.registration.drain=0s", "discovery.in-memory.registry=token-leakage-tests")
			.properties(properties)
			.run();
	}

	/**
	 * What a registry may do to whoever asks.
	 */
	enum Fault {

		FORBIDDEN, UNAUTHORIZED, BROKEN, BUSY, NO_JSON, OTHER_JSON, REDIRECT, CUT_OFF, NO_GZIP, RESET

	}

	/**
	 * The registries, and how their secrets are sent.
	 */
	enum Registry {

		CONSUL(CANARY), EUREKA(BASIC), EUREKA_USER_IN_URL(BASIC), KUBERNETES("Bearer " + CANARY);

		private final String sent;

		Registry(String sent) {
			this.sent = sent;
		}

		private String[] properties(String url, Path folder) {
			List<String> own = switch (this) {
				case CONSUL -> List.of("discovery.backend=consul", "discovery.consul.url=" + url,
						"discovery.consul.token=" + CANARY, SIGNING + "mode=enforce", SIGNING + "key-id=a",
						SIGNING + "key=" + CANARY + CANARY, SIGNING + "trusted-keys.b=" + CANARY + CANARY);
				case EUREKA -> List.of("discovery.backend=eureka", "discovery.eureka.urls=" + url + "/eureka",
						"discovery.eureka.username=orders", "discovery.eureka.password=" + CANARY);
				case EUREKA_USER_IN_URL -> List.of("discovery.backend=eureka",
						"discovery.eureka.urls=" + url.replace("http://", "http://orders:" + CANARY + "@") + "/eureka");
				case KUBERNETES -> List.of("discovery.backend=kubernetes", "discovery.kubernetes.url=" + url,
						"discovery.kubernetes.namespace=shop", "discovery.kubernetes.token=" + CANARY,
						"discovery.kubernetes.ssl.bundle=mine",
						"spring.ssl.bundle.pem.mine.truststore.certificate=" + folder.resolve("authority.pem"));
			};
			List<String> all = new ArrayList<>(own);
			all.addAll(List.of("logging.level.root=TRACE", "management.endpoints.web.exposure.include=*",
					"management.endpoint.health.show-details=always", "discovery.cache.first-read-timeout=300ms"));
			return all.toArray(String[]::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
