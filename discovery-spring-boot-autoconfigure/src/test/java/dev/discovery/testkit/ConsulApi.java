package dev.discovery.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Consul's HTTP API, plainly, for what tests do behind the back of the code under test.
 */
public final class ConsulApi {

	/** The name of its threads, all of which are daemons. */
	public static final String THREAD = JsonHttp.THREAD;

	private static final JsonMapper json = new JsonMapper();

	private static final AtomicInteger names = new AtomicInteger();

	private final URI url;

	private final JsonHttp http;

	/**
	 * A client.
	 * @param url the agent
	 * @param token the token, or null to come without one
	 */
	public ConsulApi(URI url, @Nullable String token) {
		this(url, token, Patience.LIMIT);
	}

	ConsulApi(URI url, @Nullable String token, Duration patience) {
		this.url = url;
		this.http = new JsonHttp(url, (token != null) ? Map.of("X-Consul-Token", token) : Map.of(), patience);
	}

	/**
	 * Asks, and fails if the status isn't 2xx.
	 */
	public JsonNode get(String path) {
		return this.http.get(path);
	}

	/**
	 * Tells, and fails if the status isn't 2xx.
	 */
	public String put(String path, String body) {
		return this.http.exchange("PUT", path, body);
	}

	/**
	 * The status of the answer, -1 if there is none.
	 */
	public int status(String path) {
		return this.http.status(path);
	}

	/**
	 * Whether the agent knows a leader.
	 */
	boolean leader() {
		try {
			return this.http.send("GET", "/v1/status/leader", null).body().contains(":");
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	/**
	 * Registers a service with the agent.
	 * @param definition as in the API's documentation
	 */
	public void register(String definition) {
		put("/v1/agent/service/register", definition);
	}

	/**
	 * Takes a service from the agent.
	 */
	public void deregister(String id) {
		put("/v1/agent/service/deregister/" + id, "");
	}

	/**
	 * Writes a node, a service and checks straight into the catalog, as for an
	 * application beside another agent.
	 * @param registration as in the API's documentation
	 */
	public void registerInCatalog(String registration) {
		put("/v1/catalog/register", registration);
	}

	/**
	 * Takes a service from a node in the catalog.
	 */
	public void deregisterFromCatalog(String node, String id) {
		put("/v1/catalog/deregister", "{\"Node\": \"%s\", \"ServiceID\": \"%s\"}".formatted(node, id));
	}

	/**
	 * Makes a token.
	 * @param rules what it may do, in HCL
	 * @return its secret
	 */
	public String issueToken(String rules) {
		String name = "policy-" + names.incrementAndGet();
		put("/v1/acl/policy", json.writeValueAsString(Map.of("Name", name, "Rules", rules)));
		String token = put("/v1/acl/token", "{\"Policies\": [{\"Name\": \"" + name + "\"}]}");
		return json.readTree(token).get("SecretID").asString();
	}

	/**
	 * Makes a token worthless.
	 * @param secret what {@link #issueToken} has returned
	 */
	public void revokeToken(String secret) {
		String accessor = new ConsulApi(this.url, secret).get("/v1/acl/token/self").get("AccessorID").asString();
		this.http.exchange("DELETE", "/v1/acl/token/" + accessor, null);
	}

	/**
	 * Takes away whatever tests have registered: services and other nodes.
	 */
	public void unregisterAll() {
		get("/v1/agent/services").propertyNames().forEach(this::deregister);
		String own = get("/v1/agent/self").at("/Config/NodeName").asString();
		List<String> others = get("/v1/catalog/nodes").valueStream()
			.map((node) -> node.get("Node").asString())
			.filter((node) -> !node.equals(own))
			.toList();
		others.forEach((node) -> put("/v1/catalog/deregister", "{\"Node\": \"%s\"}".formatted(node)));
	}

}
