package dev.discovery.autoconfigure.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.time.Scheduler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program that makes tokens, as kubeconfigs name it. Run on a thread of its own: before
 * the first token is needed, a minute before one ends, and when one was refused.
 * <p>
 * Safe for use by several threads. Nothing that the program prints to its output gets
 * into a message.
 *
 * @see <a href=
 * "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins">Credential
 * plugins</a>
 */
final class ExecPlugin {

	private static final Log logger = LogFactory.getLog(ExecPlugin.class);

	private static final JsonMapper mapper = new JsonMapper();

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration AHEAD = Duration.ofMinutes(1);

	private static final Duration BETWEEN_RUNS = Duration.ofSeconds(5);

	/** Two refusals within this time are of one cause. */
	private static final Duration ONE_MATTER = Duration.ofMinutes(2);

	private final List<String> command;

	private final Map<String, String> variables;

	private final String apiVersion;

	private final Path folder;

	private final Executor executor;

	private final Scheduler scheduler;

	private final InstantSource clock;

	private boolean running;

	private Instant ranAt = Instant.MIN;

	private @Nullable ExecToken token;

	private @Nullable String trouble;

	/** Whether the last token was refused, and no other was made since. */
	private boolean refused;

	private @Nullable Instant refusedAt;

	/** What to call it that there is no token: one refusal is made up for at once. */
	private Kind lack = Kind.UNAVAILABLE;

	ExecPlugin(List<String> command, Map<String, String> variables, String apiVersion, Path folder, Executor executor,
			Scheduler scheduler, InstantSource clock) {
		this.command = relativeTo(folder, command);
		this.variables = Map.copyOf(variables);
		this.apiVersion = apiVersion;
		this.folder = folder;
		this.executor = executor;
		this.scheduler = scheduler;
		this.clock = clock;
		runUnlessRunning();
	}

	/**
	 * A command with a separator in it is a path; another one is looked for.
	 */
	private static List<String> relativeTo(Path folder, List<String> command) {
		List<String> resolved = new ArrayList<>(command);
		if (command.get(0).indexOf('/') >= 0) {
			resolved.set(0, folder.resolve(command.get(0)).toString());
		}
		return List.copyOf(resolved);
	}

	/**
	 * The token as it is now; doesn't wait.
	 * @throws BackendException where there is none yet, or none any more
	 */
	synchronized String token() {
		Instant now = this.clock.instant();
		if (this.token == null || this.token.endsBefore(now.plus(AHEAD))) {
			runUnlessRunning();
		}
		if (this.token != null && !this.token.endsBefore(now)) {
			return this.token.value();
		}
		throw new BackendException(this.lack,
				"the plugin '" + this.command.get(0) + "' of the kubeconfig has made no token "
						+ (this.refused ? "since its last was refused" : "yet")
						+ ((this.trouble != null) ? ": " + this.trouble : ""));
	}

	/**
	 * The token was refused: there has to be another one. Where the next is refused, too,
	 * it is a matter of permissions, and nobody should ask often.
	 */
	synchronized void refused() {
		Instant now = this.clock.instant();
		boolean again = this.refusedAt != null && now.isBefore(this.refusedAt.plus(ONE_MATTER));
		this.lack = again ? Kind.DENIED : Kind.UNAVAILABLE;
		this.refusedAt = now;
		this.token = null;
		this.refused = true;
	}

	private synchronized void runUnlessRunning() {
		Instant now = this.clock.instant();
		if (!this.running && !now.isBefore(this.ranAt.plus(BETWEEN_RUNS))) {
			this.running = true;
			this.ranAt = now;
			this.executor.execute(this::runOnce);
		}
	}

	private void runOnce() {
		ExecToken made = null;
		String failure = null;
		try {
			made = ExecToken.read(output());
		}
		catch (IOException | IllegalStateException ex) {
			failure = ex.getMessage();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			failure = "it was interrupted";
		}
		finish(made, failure);
	}

	private synchronized void finish(@Nullable ExecToken made, @Nullable String failure) {
		this.running = false;
		if (made != null) {
			this.token = made;
			this.refused = false;
		}
		if (failure != null && !failure.equals(this.trouble)) {
			logger.warn("The plugin '" + this.command.get(0) + "' of the kubeconfig made no token: " + failure);
		}
		else if (failure == null && this.trouble != null) {
			logger.info("The plugin '" + this.command.get(0) + "' of the kubeconfig makes tokens again");
		}
		this.trouble = failure;
	}

	private String output() throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(this.command).directory(this.folder.toFile());
		builder.environment().putAll(this.variables);
		builder.environment()
			.put("KUBERNETES_EXEC_INFO", mapper.writeValueAsString(Map.of("apiVersion", this.apiVersion, "kind",
					"ExecCredential", "spec", Map.of("interactive", false))));
		Process process = builder.start();
		Scheduler.Timer patience = this.scheduler.schedule(() -> end(process), PATIENCE);
		try {
			process.getOutputStream().close();
			ExecOutput printed = ExecOutput.of(process);
			if (printed.code() != 0) {
				throw new IllegalStateException("it ended with the exit code " + printed.code() + printed.complaint());
			}
			return printed.output();
		}
		finally {
			patience.cancel();
			end(process);
		}
	}

	/**
	 * With what it has started: that holds its output open.
	 */
	private static void end(Process process) {
		process.descendants().forEach(ProcessHandle::destroyForcibly);
		process.destroyForcibly();
	}

	/**
	 * Makes plugins.
	 */
	@FunctionalInterface
	interface Factory {

		ExecPlugin create(List<String> command, Map<String, String> variables, String apiVersion, Path folder);

	}

}
