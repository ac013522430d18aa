package dev.discovery.testkit;

import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kubernetes' HTTP API, plainly, for what tests do behind the back of the code under
 * test, and for proving YAML of the documentation.
 */
public final class KubeApi {

	/** The name of its threads, all of which are daemons. */
	public static final String THREAD = PlainHttp.THREAD;

	private static final JsonMapper json = new JsonMapper();

	/** What namespaces hold that tests make. */
	private static final List<String> CONTENT = List.of(KubeObject.path("EndpointSlice"), KubeObject.path("Service"),
			KubeObject.path("Pod"), KubeObject.path("RoleBinding"), KubeObject.path("Role"),
			KubeObject.path("ServiceAccount"));

	private final PlainHttp http;

	private final URI url;

	private final @Nullable String token;

	private final Duration patience;

	/**
	 * A client that shows a certificate.
	 * @param url the API server
	 * @param tls whom it trusts, and who it is
	 */
	public KubeApi(URI url, SSLContext tls) {
		this(new PlainHttp(tls), url, null);
	}

	KubeApi(PlainHttp http, URI url, @Nullable String token) {
		this(http, url, token, Patience.LIMIT);
	}

	private KubeApi(PlainHttp http, URI url, @Nullable String token, Duration patience) {
		this.http = http;
		this.url = url;
		this.token = token;
		this.patience = patience;
	}

	/**
	 * The same, but waits so long for each answer.
	 */
	public KubeApi within(Duration patience) {
		return new KubeApi(this.http, this.url, this.token, patience);
	}

	/**
	 * Asks, and fails if the status isn't one of success.
	 */
	public JsonNode get(String path) {
		return ask("GET", path, "application/json", null);
	}

	/**
	 * Creates.
	 * @param path of the collection
	 * @param body JSON
	 */
	public JsonNode post(String path, String body) {
		return ask("POST", path, "application/json", body);
	}

	/**
	 * Replaces.
	 * @param path of the object
	 * @param body JSON, with the version that it replaces
	 */
	public JsonNode put(String path, String body) {
		return ask("PUT", path, "application/json", body);
	}

	/**
	 * Changes.
	 * @param path of the object
	 * @param body what is different, as a JSON merge patch
	 */
	public JsonNode patch(String path, String body) {
		return ask("PATCH", path, "application/merge-patch+json", body);
	}

	/**
	 * Deletes an object, or all of a collection.
	 */
	public JsonNode delete(String path) {
		return ask("DELETE", path, "application/json", null);
	}

	/**
	 * The status of the answer, -1 if there is none.
	 */
	public int status(String path) {
		try {
			return send("GET", path, "application/json", null).statusCode();
		}
		catch (IllegalStateException ex) {
			return -1;
		}
	}

	/**
	 * Follows a watch on the caller's thread; close the stream to end it.
	 * @param path with {@code watch=true}
	 * @return the events, as they come
	 */
	public Stream<JsonNode> watch(String path) {
		HttpResponse<Stream<String>> response = this.http.follow(this.url.resolve(path), headers("application/json"),
				BodyHandlers.ofLines());
		if (response.statusCode() != 200) {
			throw new IllegalStateException(path + " answers " + response.statusCode());
		}
		return response.body().map(json::readTree);
	}

	/**
	 * Creates or replaces what stands in YAML or JSON, as {@code kubectl apply} does.
	 * @param yaml one document or several
	 */
	public void apply(String yaml) {
		for (Object document : new Yaml().loadAll(yaml)) {
			KubeObject object = KubeObject.of(json.valueToTree(document));
			ask("PATCH", object.path() + "?fieldManager=tests&force=true", "application/apply-patch+yaml",
					object.content().toString());
		}
	}

	/**
	 * Creates or replaces a slice, in one exchange.
	 */
	public void apply(KubeSlice slice) {
		apply(slice.json());
	}

	/**
	 * Deletes a slice.
	 */
	public void delete(KubeSlice slice) {
		delete(KubeObject.of(json.readTree(slice.json())).path());
	}

	/**
	 * Creates a namespace.
	 */
	public void namespace(String name) {
		apply("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name));
	}

	/**
	 * Creates a pod that is Running, or changes its address and whether it is Ready.
	 * @param labels as a YAML map's content, such as {@code app: orders}
	 */
	public void pod(String namespace, String name, String labels, String ip, boolean ready) {
		apply("""
				{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s, labels: {%s}},
				spec: {containers: [{name: main, image: none, ports: [{name: http, containerPort: 8080}]}]}}"""
			.formatted(name, namespace, labels));
		podStatus(namespace, name, """
				{"phase": "Running", "podIP": "%s", "podIPs": [{"ip": "%s"}],
				"conditions": [{"type": "Ready", "status": "%s"}]}""".formatted(ip, ip, ready ? "True" : "False"));
	}

	/**
	 * Says of a pod what its kubelet would say.
	 * @param status what is different, as JSON
	 */
	public void podStatus(String namespace, String name, String status) {
		patch("/api/v1/namespaces/%s/pods/%s/status".formatted(namespace, name), "{\"status\": %s}".formatted(status));
	}

	/**
	 * Lets a user do what a role of the namespace allows, or nobody any more where the
	 * binding is deleted.
	 * @param role the name of the role, and of the binding
	 */
	public void bind(String namespace, String role, String user) {
		apply("""
				apiVersion: rbac.authorization.k8s.io/v1
				kind: RoleBinding
				metadata: {name: %s, namespace: %s}
				roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %s}
				subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]
				""".formatted(role, namespace, role, user));
	}

	/**
	 * A token as pods have it, which ends after an hour and with its account, which is
	 * made if there is none. One that was believed already is believed for 10 s more.
	 */
	public String serviceAccountToken(String namespace, String account) {
		apply("{apiVersion: v1, kind: ServiceAccount, metadata: {name: %s, namespace: %s}}".formatted(account,
				namespace));
		return post("/api/v1/namespaces/%s/serviceaccounts/%s/token".formatted(namespace, account),
				"{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"TokenRequest\", \"spec\": {}}")
			.at("/status/token")
			.asString();
	}

	/**
	 * Deletes what tests have made in a namespace, and leaves the namespace: without
	 * controllers one never goes away.
	 */
	public void deleteAll(String namespace) {
		for (String path : CONTENT) {
			String collection = path.formatted(namespace);
			get(collection).get("items")
				.forEach((item) -> delete(collection + "/" + item.at("/metadata/name").asString()));
		}
	}

	private JsonNode ask(String method, String path, String type, @Nullable String body) {
		HttpResponse<String> response = send(method, path, type, body);
		if (response.statusCode() < 200 || response.statusCode() > 299) {
			throw new IllegalStateException(
					method + " " + path + " answers " + response.statusCode() + ": " + response.body());
		}
		return json.readTree(response.body());
	}

	private HttpResponse<String> send(String method, String path, String type, @Nullable String body) {
		return this.http.send(method, this.url.resolve(path), headers(type), body, this.patience);
	}

	private Map<String, String> headers(String type) {
		return (this.token != null) ? Map.of("Authorization", "Bearer " + this.token, "Content-Type", type)
				: Map.of("Content-Type", type);
	}

}
