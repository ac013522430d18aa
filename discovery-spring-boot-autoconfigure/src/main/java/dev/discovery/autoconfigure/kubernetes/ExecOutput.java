package dev.discovery.autoconfigure.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What the program of an {@link ExecPlugin} prints. Both pipes are read by turns while it
 * runs, and what is too much is read and forgotten: a program waits for ever where one of
 * them is full. What it leaves running may hold them open, and isn't waited for.
 *
 * @param code the exit code
 * @param output the beginning of what it printed
 * @param errors the beginning of what it complained about
 */
record ExecOutput(int code, String output, String errors) {

	private static final int MAX = 256 * 1024;

	/** A full pipe waits that long. */
	private static final int LOOK_MILLIS = 20;

	/**
	 * Reads until the program has ended.
	 * @throws IOException if the pipes can't be read
	 */
	static ExecOutput of(Process process) throws IOException, InterruptedException {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		boolean ended = false;
		while (!ended) {
			ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
			readWhatIsThere(process.getInputStream(), output);
			readWhatIsThere(process.getErrorStream(), errors);
		}
		return new ExecOutput(process.exitValue(), output.toString(StandardCharsets.UTF_8),
				errors.toString(StandardCharsets.UTF_8));
	}

	private static void readWhatIsThere(InputStream pipe, ByteArrayOutputStream kept) throws IOException {
		byte[] bytes = pipe.readNBytes(pipe.available());
		kept.write(bytes, 0, Math.min(bytes.length, MAX - kept.size()));
	}

	/**
	 * The first line of its complaints, if any, as the end of a message.
	 */
	String complaint() {
		String first = this.errors.lines().map(String::strip).filter((line) -> !line.isEmpty()).findFirst().orElse("");
		String printable = first.replaceAll("[^ -~]+", " ");
		return printable.isEmpty() ? ""
				: ": " + ((printable.length() > 200) ? printable.substring(0, 200) + "..." : printable);
	}

	@Override
	public String toString() {
		return "the output of a program that ended with the exit code " + this.code;
	}

}
