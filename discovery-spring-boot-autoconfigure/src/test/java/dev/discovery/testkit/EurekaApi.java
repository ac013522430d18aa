package dev.discovery.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Eureka's HTTP API, plainly, for what tests do behind the back of the code under test.
 */
public final class EurekaApi {

	/** The name of its threads, all of which are daemons. */
	public static final String THREAD = JsonHttp.THREAD;

	private final JsonHttp http;

	/**
	 * A client.
	 * @param url the server, up to {@code /eureka}
	 */
	public EurekaApi(URI url) {
		this(url, Map.of(), null);
	}

	/**
	 * A client that knows neither name nor password.
	 * @param url the server, up to {@code /eureka}
	 * @param context trusts the server
	 */
	public EurekaApi(URI url, SSLContext context) {
		this(url, Map.of(), context);
	}

	EurekaApi(URI url, Map<String, String> headers, @Nullable SSLContext context) {
		this(url, headers, context, Patience.LIMIT);
	}

	EurekaApi(URI url, Map<String, String> headers, @Nullable SSLContext context, Duration patience) {
		Map<String, String> all = new HashMap<>(headers);
		// otherwise it speaks XML
		all.put("Accept", "application/json");
		all.put("Content-Type", "application/json");
		JsonHttp plain = new JsonHttp(url, all, patience);
		this.http = (context != null) ? plain.secured(context) : plain;
	}

	/**
	 * What a client must tell of an instance, at the least: UP, with a lease of a minute.
	 * @param app the application
	 * @param id the instance
	 * @param port where it pretends to listen
	 */
	public static String instance(String app, String id, int port) {
		return """
				{"instanceId": "%s", "app": "%s", "vipAddress": "%s", "hostName": "localhost",
				"ipAddr": "127.0.0.1", "status": "UP", "port": {"$": %d, "@enabled": "true"},
				"dataCenterInfo": {"@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
				"leaseInfo": {"renewalIntervalInSecs": 20, "durationInSecs": 60}}""".formatted(id, app, app, port);
	}

	/**
	 * Asks, and fails if the status isn't 2xx.
	 */
	public JsonNode get(String path) {
		return this.http.get(path);
	}

	/**
	 * The status of the answer, -1 if there is none.
	 */
	public int status(String path) {
		return this.http.status(path);
	}

	/**
	 * Registers instances.
	 * @param app the application
	 * @param instances each as in the API, without what is around it
	 * @see #instance(String, String, int)
	 */
	public void register(String app, String... instances) {
		for (String instance : instances) {
			this.http.exchange("POST", "/apps/" + app, "{\"instance\": " + instance + "}");
		}
	}

	/**
	 * Renews a lease.
	 * @return whether the server knows the instance
	 */
	public boolean heartbeat(String app, String id) {
		return done("PUT", path(app, id));
	}

	/**
	 * Takes an instance away.
	 * @return whether the server has known it
	 */
	public boolean deregister(String app, String id) {
		return done("DELETE", path(app, id));
	}

	/**
	 * Overrides an instance's status, as an operator does.
	 */
	public void setStatus(String app, String id, String status) {
		this.http.exchange("PUT", path(app, id) + "/status?value=" + status, null);
	}

	/**
	 * Takes the override away; the server doesn't know the true status until the instance
	 * tells it again.
	 */
	public void deleteStatus(String app, String id) {
		this.http.exchange("DELETE", path(app, id) + "/status", null);
	}

	/**
	 * All applications, each with its {@code name} and its {@code instance}s, as clients
	 * see them: from the server's cache, where it has one.
	 */
	public List<JsonNode> applications() {
		return get("/apps").at("/applications/application").valueStream().toList();
	}

	/**
	 * The instances of an application, as clients see them.
	 */
	public List<JsonNode> instances(String app) {
		JsonNode found = this.http.find("/apps/" + app);
		return (found != null) ? found.at("/application/instance").valueStream().toList() : List.of();
	}

	/**
	 * An instance as the server knows it at this moment.
	 * @return null if there is none
	 */
	public @Nullable JsonNode instance(String app, String id) {
		JsonNode found = this.http.find(path(app, id));
		return (found != null) ? found.get("instance") : null;
	}

	/**
	 * Takes away whatever is registered and waits until clients see it no more.
	 */
	public void unregisterAll() {
		Patience.await().pollInterval(Duration.ofMillis(50)).atMost(Patience.START).until(() -> {
			List<JsonNode> applications = applications();
			applications.forEach(this::unregister);
			return applications.isEmpty();
		});
	}

	private void unregister(JsonNode application) {
		application.get("instance")
			.valueStream()
			.forEach((instance) -> deregister(application.get("name").asString(),
					instance.get("instanceId").asString()));
	}

	private boolean done(String method, String path) {
		int status = this.http.send(method, path, null).statusCode();
		if (status != 200 && status != 404) {
			throw new IllegalStateException(method + " " + path + " answers " + status);
		}
		return status == 200;
	}

	private static String path(String app, String id) {
		return "/apps/" + app + "/" + id;
	}

}
