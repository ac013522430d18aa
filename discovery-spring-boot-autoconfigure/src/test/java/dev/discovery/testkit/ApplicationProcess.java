package dev.discovery.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.core.ConditionTimeoutException;

/**
 * An application in a process of its own, so that it can be killed.
 */
public final class ApplicationProcess implements AutoCloseable {

	private final ScratchFolder folder = new ScratchFolder("application");

	private final Program program;

	private ApplicationProcess(String classPath, String main, List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+UnlockDiagnosticVMOptions",
				"-XX:-BytecodeVerificationRemote", "-Dspring.docker.compose.enabled=false",
				"-Djava.io.tmpdir=" + this.folder.resolve("."), "-cp", classPath, main));
		command.addAll(arguments);
		this.program = Program.start(this.folder.resolve("output"), command);
	}

	/**
	 * Starts it with this test's class path and doesn't wait.
	 * @param main has a main method
	 * @param arguments what it is told
	 */
	public static ApplicationProcess start(Class<?> main, String... arguments) {
		return start(ClassPath.whole(), main.getName(), List.of(arguments));
	}

	/**
	 * Starts it with a class path of its own and doesn't wait.
	 * @param classPath as for java
	 * @param main the name of a class that has a main method
	 * @param arguments what it is told
	 */
	static ApplicationProcess start(String classPath, String main, List<String> arguments) {
		return new ApplicationProcess(classPath, main, arguments);
	}

	/**
	 * Waits until it has printed all of these; fails with what it has printed if it ends
	 * before, or never does.
	 */
	void awaitOutput(String... texts) {
		try {
			Patience.await()
				.pollInterval(Duration.ofMillis(20))
				.atMost(Patience.START)
				.until(() -> !isAlive() || List.of(texts).stream().allMatch(output()::contains));
		}
		catch (ConditionTimeoutException ex) {
			throw new IllegalStateException("no sign of " + List.of(texts) + ":\n" + output(), ex);
		}
		if (!isAlive()) {
			throw new IllegalStateException("it ended instead of saying " + List.of(texts) + ":\n" + output());
		}
	}

	Program program() {
		return this.program;
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
		this.program.terminate().orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
	}

	/**
	 * SIGSTOP: its connections stay open and nothing comes back.
	 */
	public void pause() {
		this.program.pause();
	}

	/**
	 * SIGCONT.
	 */
	public void resume() {
		this.program.resume();
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
