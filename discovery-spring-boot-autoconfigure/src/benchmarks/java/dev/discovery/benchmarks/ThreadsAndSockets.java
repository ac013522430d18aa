package dev.discovery.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.consul.ConsulBackend;
import dev.discovery.backend.consul.ConsulReading;
import dev.discovery.backend.consul.ConsulRegistration;
import dev.discovery.backend.consul.ConsulSettings;
import dev.discovery.backend.http.Credentials;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.time.ThreadScheduler;
import dev.discovery.time.Ticker;

/**
 * The threads and the connections that following 200 services of a real Consul takes.
 */
public final class ThreadsAndSockets {

	private static final int SERVICES = 200;

	private ThreadsAndSockets() {
	}

	/**
	 * Prints the figures.
	 * @param arguments none
	 */
	public static void main(String[] arguments) throws Exception {
		try (ConsulAgent agent = ConsulAgent.dev().start()) {
			List<String> services = IntStream.range(0, SERVICES).mapToObj((i) -> "service-" + i).toList();
			services.forEach((service) -> agent.api()
				.register("{\"ID\":\"%s-1\",\"Name\":\"%s\",\"Address\":\"127.0.0.1\",\"Port\":81}".formatted(service,
						service)));
			Set<String> before = threads();
			BackendRuntime runtime = BackendRuntime.of("consul", new ThreadScheduler("discovery"));
			ServiceDirectory directory = new ServiceDirectory(consul(runtime, agent), DirectorySettings.DEFAULT,
					Ticker.system(), runtime.scheduler(), DirectoryObserver.NONE);
			directory.prewarm(services);
			services.forEach(directory::lookup);
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20));
			Set<String> added = threads();
			added.removeAll(before);
			System.out.printf("%d services: %d threads %s, %d connections%n", SERVICES, added.size(), added,
					connections(agent.port()));
		}
		System.exit(0);
	}

	private static ConsulBackend consul(BackendRuntime runtime, ConsulAgent agent) {
		RegistryHttpClient client = new RegistryHttpClient(runtime, RegistryHttpClient.Settings.DEFAULT, () -> null,
				Credentials.NONE);
		return new ConsulBackend(runtime, client, new ConsulSettings(List.of(agent.url()),
				ConsulSettings.Tenancy.DEFAULT, ConsulReading.DEFAULT, ConsulRegistration.DEFAULT));
	}

	private static Set<String> threads() {
		Set<String> names = new TreeSet<>();
		Thread.getAllStackTraces().keySet().forEach((thread) -> names.add(thread.getName()));
		return names;
	}

	/** From this process: the ends whose other end is the agent's port. */
	private static long connections(int port) throws IOException {
		String remote = ":%04X".formatted(port);
		List<String> all = new ArrayList<>(Files.readAllLines(Path.of("/proc/self/net/tcp")));
		all.addAll(Files.readAllLines(Path.of("/proc/self/net/tcp6")));
		return all.stream()
			.map((line) -> line.strip().split("\\s+"))
			.filter((fields) -> fields[2].endsWith(remote) && fields[3].equals("01"))
			.count();
	}

}
