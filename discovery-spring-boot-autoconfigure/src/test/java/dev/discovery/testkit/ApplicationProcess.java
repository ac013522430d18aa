package dev.discovery.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An application of this test's class path in a process of its own, so that it can be
 * killed.
 */
public final class ApplicationProcess implements AutoCloseable {

	private final ScratchFolder folder = new ScratchFolder("application");

	private final Program program;

	private ApplicationProcess(Class<?> main, List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java",
				"-XX:TieredStopAtLevel=1", "-Dspring.docker.compose.enabled=false", "-cp",
				System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		this.program = Program.start(this.folder.resolve("output"), command);
	}

	/**
	 * Starts it and doesn't wait.
	 * @param main has a main method
	 * @param arguments what it is told
	 */
	public static ApplicationProcess start(Class<?> main, String... arguments) {
		return new ApplicationProcess(main, List.of(arguments));
	}

	/**
	 * SIGKILL.
	 */
	public void kill() {
		this.program.kill();
	}

	/**
	 * SIGTERM; waits until it has ended by itself.
	 */
	public void terminate() {
		this.program.terminate().orTimeout(30, TimeUnit.SECONDS).join();
	}

	/**
	 * Whether it is still there.
	 */
	public boolean isAlive() {
		return this.program.isAlive();
	}

	/**
	 * Its process id.
	 */
	public long pid() {
		return this.program.pid();
	}

	/**
	 * What it has printed so far.
	 */
	public String output() {
		return this.program.output();
	}

	@Override
	public void close() {
		this.program.close();
		this.folder.close();
	}

}
