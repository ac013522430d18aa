package dev.discovery.backend.consul;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Lease;
import dev.discovery.backend.Recorder;
import dev.discovery.backend.consul.ConsulSettings.Tenancy;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.http.RegistryJson;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.RequiresProgram;
import dev.discovery.time.ThreadScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ACL policy of docs/backends/consul.md is enough for an application, and no more,
 * where everything else is denied.
 */
@RequiresProgram("consul")
class DocumentedPolicyTests {

	private static final Path PAGE = Path.of("../docs/backends/consul.md");

	private final ThreadScheduler scheduler = new ThreadScheduler("policy-tests");

	private final BackendRuntime runtime = BackendRuntime.of("consul", this.scheduler);

	private final ConsulAgent agent = ConsulAgent.dev().secured().start();

	@AfterEach
	void close() {
		this.scheduler.close();
		this.agent.close();
	}

	@Test
	void isEnoughToRegisterAndToFindOthersAndNoMore() throws IOException {
		this.agent.api().register("{\"ID\": \"inventory-1\", \"Name\": \"inventory\", \"Port\": 80}");
		String token = tokenWith(documentedPolicy());
		try (RegistryHttpClient http = new RegistryHttpClient(this.runtime, RegistryHttpClient.Settings.DEFAULT,
				() -> null, (uri) -> Map.of("X-Consul-Token", token))) {
			ConsulSettings settings = new ConsulSettings(List.of(this.agent.url()), Tenancy.DEFAULT,
					ConsulReading.DEFAULT, ConsulRegistration.DEFAULT);
			Lease lease = new ConsulRegistrar(this.runtime, http, settings).register(instance("orders"), Health.UP);
			ConsulBackend backend = new ConsulBackend(this.runtime, http, settings);
			Recorder recorder = new Recorder();
			backend.watch("inventory", recorder);
			backend.watchNames(recorder);
			Patience.await().until(() -> List.of("inventory-1").equals(recorder.ids()));
			Patience.await().until(() -> lease.state() == Lease.State.HELD);
			Patience.await().untilAsserted(() -> assertThat(recorder.names()).contains("orders", "inventory"));
			lease.report(Health.OUT_OF_SERVICE);
			assertThat(lease.release().toCompletableFuture()).succeedsWithin(Patience.LIMIT);
			assertThat(new ConsulWriter(http, settings).put(instance("payments"), Health.UP).toCompletableFuture())
				.failsWithin(Duration.ofSeconds(3))
				.withThrowableThat()
				.withMessageContaining("service:write on \"payments\"");
			backend.close();
		}
	}

	private String tokenWith(String policy) {
		this.agent.api().put("/v1/acl/policy", RegistryJson.write(Map.of("Name", "documented", "Rules", policy)));
		String token = this.agent.api()
			.put("/v1/acl/token", RegistryJson.write(Map.of("Policies", List.of(Map.of("Name", "documented")))));
		return new JsonMapper().readTree(token).get("SecretID").asString();
	}

	private static String documentedPolicy() throws IOException {
		Matcher block = Pattern.compile("```hcl\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
		assertThat(block.find()).as("a policy in %s", PAGE).isTrue();
		return block.group(1);
	}

	private static Instance instance(String serviceId) {
		return Instance.builder(serviceId, "10.0.0.1", 8080).instanceId(serviceId + "-1").build();
	}

}
