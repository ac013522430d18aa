package dev.discovery.backend.consul;

import java.net.URI;
import java.util.List;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Recorder;
import dev.discovery.backend.consul.ConsulSettings.Tenancy;
import dev.discovery.backend.http.Credentials;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.RequiresProgram;
import dev.discovery.time.ThreadScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two real agents, of which the first dies: reading goes on with the second.
 */
@RequiresProgram("consul")
class ConsulFailoverTests {

	private final ConsulAgent first = ConsulAgent.dev().start();

	private final ConsulAgent second = ConsulAgent.dev().start();

	private final ThreadScheduler scheduler = new ThreadScheduler("failover-tests");

	private final BackendRuntime runtime = BackendRuntime.of("consul", this.scheduler);

	private final RegistryHttpClient http = new RegistryHttpClient(this.runtime, RegistryHttpClient.Settings.DEFAULT,
			() -> null, Credentials.NONE);

	@AfterEach
	void close() {
		this.http.close();
		this.scheduler.close();
		this.first.close();
		this.second.close();
	}

	@Test
	void readsFromTheNextAgentWhenOneIsKilled() {
		register(this.first, "orders-1");
		register(this.second, "orders-1");
		List<URI> urls = List.of(this.first.url(), this.second.url());
		ConsulBackend backend = new ConsulBackend(this.runtime, this.http,
				new ConsulSettings(urls, Tenancy.DEFAULT, ConsulSide.READING, ConsulRegistration.DEFAULT));
		Recorder recorder = new Recorder();
		backend.watch("orders", recorder);
		Patience.await().until(() -> List.of("orders-1").equals(recorder.ids()));
		this.first.kill();
		register(this.second, "orders-2");
		Patience.await().until(() -> List.of("orders-1", "orders-2").equals(recorder.ids()));
		register(this.second, "orders-3");
		Patience.await().until(() -> List.of("orders-1", "orders-2", "orders-3").equals(recorder.ids()));
		assertThat(recorder.errors()).hasSizeLessThanOrEqualTo(1);
		backend.close();
	}

	private static void register(ConsulAgent agent, String id) {
		agent.api().register("{\"ID\": \"" + id + "\", \"Name\": \"orders\", \"Port\": 80}");
	}

}
