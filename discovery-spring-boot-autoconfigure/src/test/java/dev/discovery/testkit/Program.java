package dev.discovery.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that a test has started, ended at the latest with the JVM. What it prints
 * goes to a file.
 */
final class Program implements AutoCloseable {

	private static final Set<Process> running = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> running.forEach(Process::destroyForcibly)));
	}

	private final Process process;

	private final Path output;

	private Program(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Starts it.
	 */
	static Program start(Path output, List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			running.add(process);
			process.onExit().thenAccept(running::remove);
			return new Program(process, output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * What it has printed so far.
	 */
	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ends it without asking, and waits until it is gone.
	 */
	void kill() {
		this.process.destroyForcibly();
		CompletableFuture<Process> end = this.process.onExit();
		end.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
	}

	/**
	 * Asks it to end.
	 * @return done when it has
	 */
	CompletableFuture<Process> terminate() {
		this.process.destroy();
		return this.process.onExit();
	}

	/**
	 * It keeps its memory and its connections and does nothing any more.
	 */
	void pause() {
		signal("-STOP");
	}

	/**
	 * It goes on where it was paused.
	 */
	void resume() {
		signal("-CONT");
	}

	private void signal(String name) {
		try {
			Process kill = new ProcessBuilder("kill", name, String.valueOf(pid())).inheritIO().start();
			if (kill.onExit().orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join().exitValue() != 0) {
				throw new IllegalStateException("kill " + name + " " + pid() + " failed");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

}
