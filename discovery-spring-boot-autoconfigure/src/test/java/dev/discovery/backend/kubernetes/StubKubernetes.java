package dev.discovery.backend.kubernetes;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.HttpFixture;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.testkit.Exchanges;
import dev.discovery.testkit.Patience;
import dev.discovery.time.Randomness;
import dev.discovery.time.WarpedTime;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers what it is told, for what a real one can't be brought to say.
 * Lists are answered from a queue whose last answer stays; each watch is a channel.
 */
abstract class StubKubernetes extends HttpFixture {

	/** Paths with their queries, in order. */
	final List<String> requests = new CopyOnWriteArrayList<>();

	final BlockingQueue<Channel> watches = new LinkedBlockingQueue<>();

	final WarpedTime time = closing(new WarpedTime("stub-kubernetes"));

	final Exchanges exchanges = new Exchanges();

	final BackendRuntime kubernetes = new BackendRuntime("kubernetes", this.time, this.time, Randomness.seeded(1),
			this.exchanges);

	volatile boolean ready = true;

	/** How the questions go on that aren't answered yet. */
	private volatile @Nullable String held;

	private final CountDownLatch released = new CountDownLatch(1);

	private final Deque<Answer> lists = new ArrayDeque<>();

	private final Deque<Answer> refusals = new ArrayDeque<>();

	final KubernetesApi api = new KubernetesApi(this.kubernetes, closing(new RegistryHttpClient(this.kubernetes,
			RegistryHttpClient.Settings.DEFAULT, () -> null, (uri) -> this.credentials)), start());

	private URI start() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			ExecutorService threads = Executors.newCachedThreadPool((task) -> {
				Thread thread = new Thread(task, "stub-kubernetes");
				thread.setDaemon(true);
				return thread;
			});
			server.setExecutor(threads);
			server.createContext("/", this::answer);
			server.start();
			closing(() -> {
				server.stop(0);
				threads.shutdownNow();
			});
			return URI.create("http://localhost:" + server.getAddress().getPort());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What the next list is answered with, and all that follow unless there is more.
	 */
	void list(String version, @Nullable String next, String... slices) {
		String meta = "{\"resourceVersion\":\"" + version + "\""
				+ ((next != null) ? ",\"continue\":\"" + next + "\"" : "") + "}";
		list(200, "{\"metadata\":" + meta + ",\"items\":[" + String.join(",", slices) + "]}");
	}

	/**
	 * Lists are answered with nothing of what was said so far.
	 */
	synchronized void forgetLists() {
		this.lists.clear();
	}

	synchronized void list(int status, String body) {
		this.lists.add(new Answer(status, body));
	}

	/**
	 * What the next watch is refused with.
	 */
	synchronized void refuseWatch(int status, String body) {
		this.refusals.add(new Answer(status, body));
	}

	/**
	 * Doesn't answer lists of a resource.
	 * @return ends that
	 */
	Runnable hold(String resource) {
		this.held = "/" + resource + "?limit=";
		return this.released::countDown;
	}

	/**
	 * Doesn't answer watches of a resource.
	 */
	void holdWatches(String resource) {
		this.held = "/" + resource + "?watch=";
	}

	private void awaitRelease(String uri) {
		String part = this.held;
		try {
			if (part != null && uri.contains(part)
					&& !this.released.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw new AssertionError("nobody released " + uri);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void answer(HttpExchange exchange) throws IOException {
		String uri = exchange.getRequestURI().toString();
		if (uri.equals("/readyz")) {
			send(exchange, new Answer(this.ready ? 200 : 500, ""));
			return;
		}
		this.requests.add(uri);
		awaitRelease(uri);
		if (!uri.contains("watch=true")) {
			send(exchange, nextList());
			return;
		}
		Answer refusal = nextRefusal();
		if (refusal != null) {
			send(exchange, refusal);
			return;
		}
		Channel channel = new Channel(uri);
		exchange.sendResponseHeaders(200, 0);
		OutputStream out = exchange.getResponseBody();
		out.flush();
		this.watches.add(channel);
		channel.feed(out);
		exchange.close();
	}

	private synchronized Answer nextList() {
		return (this.lists.size() > 1) ? this.lists.remove() : this.lists.element();
	}

	private synchronized @Nullable Answer nextRefusal() {
		return this.refusals.poll();
	}

	private static void send(HttpExchange exchange, Answer answer) throws IOException {
		byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(answer.status, (bytes.length > 0) ? bytes.length : -1);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	Channel nextWatch() {
		try {
			Channel channel = this.watches.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
			if (channel == null) {
				throw new AssertionError("nobody watches; asked so far: " + this.requests);
			}
			return channel;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	List<String> listRequests() {
		return this.requests.stream().filter((uri) -> !uri.contains("watch=true")).toList();
	}

	List<String> watchRequests() {
		return this.requests.stream().filter((uri) -> uri.contains("watch=true")).toList();
	}

	/**
	 * A slice of the service {@code orders} with one pod for each name.
	 */
	static String slice(String name, String version, String... pods) {
		List<String> endpoints = new ArrayList<>();
		for (String pod : pods) {
			endpoints.add("{\"addresses\":[\"10.0.0." + (pod.charAt(0) - 'a' + 1)
					+ "\"],\"targetRef\":{\"kind\":\"Pod\"," + "\"name\":\"" + pod + "\",\"uid\":\"u\"}}");
		}
		return "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"shop\",\"resourceVersion\":\"" + version
				+ "\",\"labels\":{\"kubernetes.io/service-name\":\"orders\"}},\"addressType\":\"IPv4\",\"ports\":["
				+ "{\"name\":\"http\",\"port\":8080}],\"endpoints\":[" + String.join(",", endpoints) + "]}";
	}

	static String event(String type, String object) {
		return "{\"type\":\"" + type + "\",\"object\":" + object + "}";
	}

	static String bookmark(String version) {
		return event("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"" + version + "\"}}");
	}

	static String status(int code, String reason) {
		return "{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"" + reason + "\",\"code\":" + code + "}";
	}

	void warp(Duration duration) {
		this.time.warp(duration);
	}

	private record Answer(int status, String body) {
	}

}
