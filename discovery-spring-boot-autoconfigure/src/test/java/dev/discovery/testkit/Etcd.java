package dev.discovery.testkit;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.discovery.test.Ports;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The database of a Kubernetes API server, alone in its cluster. It has won its own
 * election a tenth of a second after its start.
 */
final class Etcd implements AutoCloseable {

	private static final PlainHttp http = new PlainHttp(null);

	private static final JsonMapper json = new JsonMapper();

	private final ScratchFolder folder = ScratchFolder.inMemory("etcd");

	private final Ports ports = new Ports(2);

	private @Nullable Program program;

	/**
	 * Starts it; whoever needs it waits for it.
	 */
	void start() {
		Path data = this.folder.resolve("data");
		this.program = Program.start(this.folder.resolve("output"),
				List.of("etcd", "--data-dir", data.toString(), "--listen-client-urls", url().toString(),
						"--advertise-client-urls", url().toString(), "--listen-peer-urls",
						"http://127.0.0.1:" + this.ports.get(1), "--heartbeat-interval=10", "--election-timeout=100",
						"--log-level=error"));
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.ports.get(0));
	}

	/**
	 * Forgets all that was before the present revision.
	 */
	void compact() {
		// a range without an end is one key, here one that isn't there
		String revision = post("/v3/kv/range", "{\"key\": \"AA==\"}").at("/header/revision").asString();
		post("/v3/kv/compaction", "{\"revision\": \"%s\", \"physical\": true}".formatted(revision));
	}

	private JsonNode post(String path, String body) {
		HttpResponse<String> response = http.send("POST", url().resolve(path), Map.of(), body, Patience.LIMIT);
		if (response.statusCode() != 200) {
			throw new IllegalStateException(path + " answers " + response.statusCode() + ": " + response.body());
		}
		return json.readTree(response.body());
	}

	/**
	 * What it has printed.
	 */
	String output() {
		return (this.program != null) ? this.program.output() : "";
	}

	@Override
	public void close() {
		if (this.program != null) {
			this.program.close();
		}
		this.ports.close();
		this.folder.close();
	}

}
