package dev.discovery.testkit;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A {@link CallingApplication}, in this JVM or in a process of its own, which is told
 * what to do and asked what it knows by HTTP.
 */
public final class Caller implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration START = Duration.ofSeconds(60);

	private static final JsonMapper json = new JsonMapper();

	private final String name;

	private final JsonHttp http;

	private final @Nullable ApplicationProcess process;

	private final List<AutoCloseable> resources;

	private Caller(String name, int port, @Nullable ApplicationProcess process, AutoCloseable... resources) {
		this.name = name;
		this.process = process;
		this.http = new JsonHttp(URI.create("http://localhost:" + port), Map.of(), PATIENCE);
		this.resources = List.of(resources);
	}

	/**
	 * Runs it in this JVM, with all libraries that tests have.
	 * @param name its instance id
	 * @param properties where it finds others
	 */
	public static Caller here(String name, List<String> properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(CallingApplication.class)
			.properties(all(name, properties).toArray(String[]::new))
			.properties("server.port=0")
			.run();
		return new Caller(name, context.getEnvironment().getRequiredProperty("local.server.port", Integer.class), null,
				context);
	}

	/**
	 * Starts it in a process of its own and doesn't wait.
	 * @param name its instance id
	 * @param without a library that it doesn't get
	 * @param properties where it finds others
	 */
	public static Caller start(String name, String without, List<String> properties) {
		Ports ports = new Ports(1);
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !Path.of(entry).getFileName().toString().startsWith(without + "-"))
			.collect(Collectors.joining(File.pathSeparator));
		List<String> arguments = Stream.concat(all(name, properties).stream(), Stream.of("server.port=" + ports.get(0)))
			.map((property) -> "--" + property)
			.toList();
		ApplicationProcess process = ApplicationProcess.start(classPath, CallingApplication.class.getName(), arguments);
		return new Caller(name, ports.get(0), process, process, ports);
	}

	/**
	 * Waits until it answers.
	 */
	public Caller awaitReady() {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(50))
			.atMost(START)
			.until(() -> this.http.status("/libraries") == 200 || (this.process != null && !this.process.isAlive()));
		if (this.process != null && !this.process.isAlive()) {
			throw new IllegalStateException(this.name + " doesn't start:\n" + this.process.output());
		}
		return this;
	}

	/**
	 * Its process, where it has one of its own.
	 */
	public ApplicationProcess process() {
		if (this.process == null) {
			throw new IllegalStateException(this.name + " has no process of its own");
		}
		return this.process;
	}

	private static List<String> all(String name, List<String> properties) {
		return Stream.concat(properties.stream(),
				Stream.of("spring.application.name=caller", "discovery.registration.host=127.0.0.1",
						"discovery.registration.instance-id=" + name, "discovery.registration.drain=0s",
						"management.endpoints.web.exposure.include=*", "spring.main.banner-mode=off",
						"spring.reactor.netty.shutdown-quiet-period=20ms"))
			.toList();
	}

	/**
	 * Its instance id.
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Begins to call.
	 */
	public void startLoad() {
		this.http.exchange("POST", "/load", "");
	}

	/**
	 * What has become of its calls so far.
	 */
	public CallReport report() {
		return json.readValue(this.http.exchange("GET", "/load", null), CallReport.class);
	}

	/**
	 * Calls no more.
	 */
	public CallReport stopLoad() {
		return json.readValue(this.http.exchange("DELETE", "/load", null), CallReport.class);
	}

	/**
	 * Makes one call.
	 * @return the status of the answer, 500 if there was none
	 */
	public int callOnce() {
		return this.http.send("GET", "/one-call", null).statusCode();
	}

	/**
	 * What it knows about a service.
	 */
	public JsonNode explain(String service) {
		return this.http.get("/actuator/discovery/" + service);
	}

	/**
	 * What it knows about an instance of a service.
	 */
	public JsonNode explain(String service, String instance) {
		return explain(service).get("instances")
			.valueStream()
			.filter((node) -> node.get("id").asString().equals(instance))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(this.name + " knows no " + instance));
	}

	/**
	 * Whether it has a library.
	 */
	public boolean has(String library) {
		return this.http.get("/libraries").get(library).asBoolean();
	}

	@Override
	public void close() {
		for (AutoCloseable resource : this.resources) {
			try {
				resource.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
