package dev.discovery.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import dev.discovery.testkit.ConsulAgent;

/**
 * Times processes that start, in turn: a bare web application, the same with this
 * starter, and the same with Spring Cloud's client of Consul and its load balancer. The
 * last two register with one Consul agent. Each may be given an archive of its classes
 * first, which one more start of it writes.
 */
public final class Startup {

	/** At an orderly end. */
	private static final String ARCHIVE_AT_EXIT = "-XX:ArchiveClassesAtExit=";

	private final Path work;

	private final Path application;

	private final boolean archived;

	private final List<Variant> variants;

	private Startup(Path work, ConsulAgent agent, boolean archived) throws IOException {
		this.work = work;
		this.application = application(work.resolve("application.jar"));
		this.archived = archived;
		List<String> bare = classPath(work, "bare");
		this.variants = List.of(new Variant("bare", bare, List.of()),
				new Variant("with this starter", union(bare, classPath(work, "starter")),
						List.of("--spring.application.name=ours", "--discovery.backend=consul",
								"--discovery.consul.url=" + agent.url())),
				new Variant("with Spring Cloud's", classPath(work, "peer"),
						List.of("--spring.application.name=theirs",
								"--spring.cloud.consul.host=" + agent.url().getHost(),
								"--spring.cloud.consul.port=" + agent.port())));
	}

	/**
	 * Prints the figures.
	 * @param arguments the folder with the class paths, how often each is started, and
	 * "archived" where they are to have archives of their classes
	 */
	public static void main(String[] arguments) throws Exception {
		int rounds = Integer.parseInt(arguments[1]);
		boolean archived = arguments.length > 2 && arguments[2].equals("archived");
		try (ConsulAgent agent = ConsulAgent.dev().start()) {
			new Startup(Path.of(arguments[0]), agent, archived).run(rounds);
		}
	}

	/** A jar, since no archive is made of classes in a folder. */
	private static Path application(Path jar) throws IOException {
		String name = StartupApplication.class.getName().replace('.', '/') + ".class";
		try (InputStream in = Startup.class.getClassLoader().getResourceAsStream(name);
				JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
			out.putNextEntry(new JarEntry(name));
			in.transferTo(out);
		}
		return jar;
	}

	private static List<String> classPath(Path work, String name) throws IOException {
		return List.of(Files.readString(work.resolve(name + ".txt")).strip().split(File.pathSeparator));
	}

	/** By file name: both come from the same bill of materials. */
	private static List<String> union(List<String> one, List<String> other) {
		Map<String, String> all = new LinkedHashMap<>();
		Stream.of(one, other)
			.flatMap(List::stream)
			.forEach((path) -> all.putIfAbsent(Path.of(path).getFileName().toString(), path));
		return List.copyOf(all.values());
	}

	private void run(int rounds) throws Exception {
		double[][] times = new double[this.variants.size()][rounds];
		double[][] cpu = new double[this.variants.size()][rounds];
		for (Variant variant : this.archived ? this.variants : List.<Variant>of()) {
			start(variant, ARCHIVE_AT_EXIT + archive(variant));
		}
		for (int round = -1; round < rounds; round++) {
			for (int i = 0; i < times.length; i++) {
				Variant variant = this.variants.get(i);
				Start start = this.archived ? start(variant, "-XX:SharedArchiveFile=" + archive(variant))
						: start(variant);
				if (round >= 0) {
					times[i][round] = start.seconds();
					cpu[i][round] = start.cpuSeconds();
				}
			}
		}
		double bare = 0;
		for (int i = 0; i < times.length; i++) {
			Arrays.sort(times[i]);
			Arrays.sort(cpu[i]);
			double median = times[i][rounds / 2];
			bare = (i == 0) ? median : bare;
			Variant variant = this.variants.get(i);
			System.out.printf(
					"%-20s median %6.2f s, fastest %6.2f s, slowest %6.2f s, adds %5.2f s, of processors %5.2f s, %3d jars, %5.1f MiB%n",
					variant.name(), median, times[i][0], times[i][rounds - 1], median - bare, cpu[i][rounds / 2],
					variant.classPath().size(), size(variant.classPath()) / 1048576.0);
		}
	}

	private Path archive(Variant variant) {
		return this.work.resolve(variant.name().replaceAll("\\W", "-") + ".jsa");
	}

	private static long size(List<String> classPath) throws IOException {
		long size = 0;
		for (String path : classPath) {
			size += Files.size(Path.of(path));
		}
		return size;
	}

	/**
	 * How long it takes from before the process is made until it says that it has
	 * started.
	 */
	private Start start(Variant variant, String... options) throws Exception {
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
		command.addAll(List.of(options));
		command.addAll(List.of("-cp",
				this.application + File.pathSeparator + String.join(File.pathSeparator, variant.classPath()),
				StartupApplication.class.getName(), "--server.port=0"));
		command.addAll(variant.arguments());
		long begin = System.nanoTime();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (BufferedReader out = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			StringBuilder said = new StringBuilder();
			for (String line = out.readLine(); line != null; line = out.readLine()) {
				said.append(line).append('\n');
				if (line.contains("Started StartupApplication")) {
					return new Start((System.nanoTime() - begin) / 1e9,
							process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3);
				}
			}
			throw new IllegalStateException(variant.name() + " didn't start:\n" + said);
		}
		finally {
			if (Stream.of(options).anyMatch((option) -> option.startsWith(ARCHIVE_AT_EXIT))) {
				// with what is loaded once it has started
				process.waitFor(2, TimeUnit.SECONDS);
				process.destroy();
				process.waitFor();
			}
			process.destroyForcibly();
			process.waitFor();
		}
	}

	/**
	 * How long it took, and how long processors were busy with it: the better figure
	 * where others want them too.
	 */
	private record Start(double seconds, double cpuSeconds) {
	}

	private record Variant(String name, List<String> classPath, List<String> arguments) {
	}

}
