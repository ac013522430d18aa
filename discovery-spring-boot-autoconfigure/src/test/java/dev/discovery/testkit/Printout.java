package dev.discovery.testkit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * All that anybody in this JVM prints while it is open, kept instead of shown: for tests
 * that make more lines than a person will read.
 */
public final class Printout implements AutoCloseable {

	private final PrintStream out = System.out;

	private final PrintStream err = System.err;

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	/**
	 * Starts to keep what is printed.
	 */
	public Printout() {
		PrintStream kept = new PrintStream(this.printed, false, StandardCharsets.UTF_8);
		System.setOut(kept);
		System.setErr(kept);
	}

	/**
	 * What has been printed so far.
	 */
	public String text() {
		System.out.flush();
		return this.printed.toString(StandardCharsets.UTF_8);
	}

	/**
	 * From now on it is shown again.
	 */
	@Override
	public void close() {
		System.setOut(this.out);
		System.setErr(this.err);
	}

}
