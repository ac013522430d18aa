package dev.discovery.testkit;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final JsonMapper json = new JsonMapper();

	private final String name;

	private final @Nullable ApplicationProcess process;

	private final AutoCloseable resource;

	private @Nullable JsonHttp http;

	private Caller(String name, @Nullable ApplicationProcess process, AutoCloseable resource) {
		this.name = name;
		this.process = process;
		this.resource = resource;
	}

	/**
	 * Runs it in this JVM, with all libraries that tests have.
	 * @param name its instance id
	 * @param properties where it finds others
	 */
	public static Caller here(String name, List<String> properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(CallingApplication.class)
			.properties(all(name, properties).toArray(String[]::new))
			.run();
		Caller caller = new Caller(name, null, context);
		caller.http = http(context.getEnvironment().getRequiredProperty("local.server.port"));
		return caller;
	}

	/**
	 * Starts it in a process of its own and doesn't wait.
	 * @param name its instance id
	 * @param without a library that it doesn't get
	 * @param properties where it finds others
	 */
	public static Caller start(String name, String without, List<String> properties) {
		List<String> arguments = all(name, properties).stream().map((property) -> "--" + property).toList();
		ApplicationProcess process = ApplicationProcess.start(ClassPath.without(List.of(without)),
				CallingApplication.class.getName(), arguments);
		return new Caller(name, process, process);
	}

	/**
	 * Waits until it has started.
	 */
	public Caller awaitReady() {
		process().awaitOutput("Started CallingApplication");
		Matcher port = PORT.matcher(process().output());
		if (!port.find()) {
			throw new IllegalStateException(this.name + " doesn't say its port:\n" + process().output());
		}
		this.http = http(port.group(1));
		return this;
	}

	private static JsonHttp http(String port) {
		return new JsonHttp(URI.create("http://localhost:" + port), Map.of(), Patience.LIMIT);
	}

	private JsonHttp http() {
		if (this.http == null) {
			throw new IllegalStateException(this.name + " isn't ready");
		}
		return this.http;
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
		return Stream
			.concat(properties.stream(),
					Stream.of("server.port=0", "spring.application.name=caller",
							"discovery.registration.host=127.0.0.1", "discovery.registration.instance-id=" + name,
							"discovery.registration.drain=0s", "management.endpoints.web.exposure.include=*",
							"spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=20ms"))
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
		http().exchange("POST", "/load", "");
	}

	/**
	 * What has become of its calls so far.
	 */
	public CallReport report() {
		return json.readValue(http().exchange("GET", "/load", null), CallReport.class);
	}

	/**
	 * Calls no more.
	 */
	public CallReport stopLoad() {
		return json.readValue(http().exchange("DELETE", "/load", null), CallReport.class);
	}

	/**
	 * Makes one call.
	 * @return who has answered, or why nobody has
	 */
	public String callOnce() {
		return http().exchange("GET", "/one-call", null);
	}

	/**
	 * What it knows of everything.
	 */
	public JsonNode discovery() {
		return http().get("/actuator/discovery");
	}

	/**
	 * What it knows about a service.
	 */
	public JsonNode explain(String service) {
		return http().get("/actuator/discovery/" + service);
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
		return http().get("/libraries").get(library).asBoolean();
	}

	@Override
	public void close() {
		try {
			this.resource.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
