package dev.discovery.testkit;

import org.jspecify.annotations.Nullable;

/**
 * A registry in a process of its own, which keeps its ports when it is started again.
 */
public abstract class RegistryProcess implements AutoCloseable {

	/**
	 * Starts it and waits until it answers as it should.
	 * @return this
	 */
	public abstract RegistryProcess start();

	/**
	 * What runs it since its last start, or null if it was never started.
	 */
	abstract @Nullable Program started();

	final Program program() {
		Program started = started();
		if (started == null) {
			throw new IllegalStateException("not started yet");
		}
		return started;
	}

	/**
	 * SIGKILL.
	 */
	public final void kill() {
		program().kill();
	}

	/**
	 * Kills it if it runs, starts it on the same ports and waits until it answers.
	 */
	public final void restart() {
		kill();
		start();
	}

	/**
	 * SIGSTOP: its connections stay open and nothing comes back.
	 */
	public final void pause() {
		program().pause();
	}

	/**
	 * SIGCONT.
	 */
	public final void resume() {
		program().resume();
	}

	/**
	 * Its process id.
	 */
	public final long pid() {
		return program().pid();
	}

	/**
	 * What it has printed since its last start.
	 */
	public String output() {
		return program().output();
	}

	@Override
	public abstract void close();

}
