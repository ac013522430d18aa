package dev.discovery.backend.kubernetes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One watch at a {@link StubKubernetes}.
 */
final class Channel {

	private static final String END = "";

	private static final String CUT = "cut";

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private final String uri;

	Channel(String uri) {
		this.uri = uri;
	}

	/** Two that begin at once may be answered in another order than they came. */
	boolean isFor(String resource) {
		return this.uri.contains("/" + resource + "?");
	}

	void send(String... events) {
		for (String event : events) {
			this.lines.add(event + "\n");
		}
	}

	/**
	 * Cuts it off in the middle of a line.
	 */
	void cut(String part) {
		this.lines.add(part);
		end();
	}

	void end() {
		this.lines.add(END);
	}

	/**
	 * Breaks the connection, as a proxy does that takes it for idle.
	 */
	void hangUp() {
		this.lines.add(CUT);
	}

	void feed(OutputStream out) throws IOException {
		try {
			for (String line = this.lines.take(); !line.equals(END); line = this.lines.take()) {
				if (line.equals(CUT)) {
					throw new IOException("hung up");
				}
				out.write(line.getBytes(StandardCharsets.UTF_8));
				out.flush();
			}
		}
		catch (InterruptedException ex) {
			// the test is over
		}
	}

}
