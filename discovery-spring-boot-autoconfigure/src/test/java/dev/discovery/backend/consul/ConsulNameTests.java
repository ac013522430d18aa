package dev.discovery.backend.consul;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.ApplicationProcess;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.RequiresProgram;
import dev.discovery.testkit.Stopwatch;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The name of a real agent means nothing for a while.
 */
@RequiresProgram("consul")
class ConsulNameTests {

	private static final String NAME = "registry.example";

	@TempDir
	private Path folder;

	private int read;

	@Test
	void isMissedByNobodyWhileItCannotBeResolved() throws IOException {
		try (ConsulAgent agent = ConsulAgent.dev().start(); TcpProxy proxy = TcpProxy.to(agent.port())) {
			register(agent, 1);
			resolves(true);
			try (ApplicationProcess follower = ApplicationProcess.start(NameFollower.class,
					"http://" + NAME + ":" + proxy.port(), hosts().toString())) {
				await(follower, "LIVE [orders-1]");
				resolves(false);
				register(agent, 2);
				// the question that is under way is answered, the next one can't be asked
				await(follower, "STALE [orders-1, orders-2]");
				proxy.down();
				proxy.up();
				Patience.pass(Duration.ofSeconds(1));
				resolves(true);
				Stopwatch watch = Stopwatch.start();
				await(follower, "LIVE [orders-1, orders-2]");
				watch.assertWithin(Duration.ofSeconds(3));
				register(agent, 3);
				await(follower, "LIVE [orders-1, orders-2, orders-3]");
				assertThat(follower.output()).doesNotContain(NameFollower.HARMED);
			}
		}
	}

	private void resolves(boolean well) throws IOException {
		Path next = Files.writeString(this.folder.resolve("next"), "127.0.0.1 " + (well ? NAME : "nobody.example"));
		Files.move(next, hosts(), StandardCopyOption.REPLACE_EXISTING);
	}

	private Path hosts() {
		return this.folder.resolve("hosts");
	}

	/** Waits for it to be printed after what was waited for before. */
	private void await(ApplicationProcess follower, String state) {
		try {
			Patience.await().until(() -> follower.output().indexOf(state + "\n", this.read) >= 0);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("no '" + state + "':\n" + follower.output(), ex);
		}
		this.read = follower.output().indexOf(state + "\n", this.read) + state.length();
	}

	private static void register(ConsulAgent agent, int number) {
		agent.api()
			.register("{\"Name\": \"orders\", \"ID\": \"orders-%d\", \"Address\": \"10.0.0.%d\", \"Port\": 8080}"
				.formatted(number, number));
	}

}
