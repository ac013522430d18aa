package dev.discovery.backend.consul;

import java.net.URI;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.discovery.model.ServiceSnapshot;
import dev.discovery.testkit.LookupLoad;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Follows {@code orders} at an agent that it knows by a name, and prints whatever
 * changes. A process of its own, since a JVM resolves names by a file only from its
 * start.
 */
public final class NameFollower {

	/** What its lookups were harmed by follows. */
	static final String HARMED = "HARMED ";

	private NameFollower() {
	}

	/**
	 * Goes on until the process is killed.
	 * @param arguments the agent's URL, and the file that says what its name means
	 */
	public static void main(String[] arguments) throws InterruptedException {
		System.setProperty("jdk.net.hosts.file", Path.of(arguments[1]).toString());
		Security.setProperty("networkaddress.cache.ttl", "0");
		Security.setProperty("networkaddress.cache.negative.ttl", "0");
		try (ConsulSide side = ConsulSide.open(URI.create(arguments[0]))) {
			side.directory.lookup("orders");
			follow(side);
		}
	}

	private static void follow(ConsulSide side) throws InterruptedException {
		String last = "";
		int number = 0;
		try (LookupLoad load = LookupLoad.of(() -> side.directory.lookup("orders").up())) {
			load.awaitLookupsFor(Duration.ofMillis(100));
			while (true) {
				ServiceSnapshot snapshot = side.directory.lookup("orders");
				String now = snapshot.provenance() + " "
						+ snapshot.up().stream().map(ServiceInstance::getInstanceId).toList();
				if (!now.equals(last)) {
					System.out.println(++number + " " + now);
					last = now;
				}
				assertUnharmed(load);
				TimeUnit.MILLISECONDS.sleep(5);
			}
		}
	}

	private static void assertUnharmed(LookupLoad load) {
		try {
			load.assertUnharmed(1);
		}
		catch (AssertionError ex) {
			System.out.println(HARMED + ex.getMessage());
			throw ex;
		}
	}

}
