package dev.discovery.autoconfigure.trust;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.memory.InMemoryRegistry;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole applications over one registry, into which somebody else writes too.
 */
@ExtendWith(OutputCaptureExtension.class)
class SignedRegistrationTests {

	private static final String SIGNING = "discovery.security.signing.";

	private static final String OLD = SIGNING + "trusted-keys.old=the-old-secret-of-more-than-32-characters";

	private static final String NEW = SIGNING + "trusted-keys.new=the-new-secret-of-more-than-32-characters";

	private static final List<String> SIGNS_OLD = List.of(SIGNING + "key-id=old",
			SIGNING + "key=the-old-secret-of-more-than-32-characters");

	private static final List<String> SIGNS_NEW = List.of(SIGNING + "key-id=new",
			SIGNING + "key=the-new-secret-of-more-than-32-characters");

	private final InMemoryRegistry registry = InMemoryRegistry.acquire("signed-registration-tests");

	@AfterEach
	void leave() {
		this.registry.release();
	}

	@Test
	void keepsOutWhoeverHasNoKey(CapturedOutput output) {
		try (ConfigurableApplicationContext orders = application("orders", "enforce", SIGNS_OLD);
				ConfigurableApplicationContext billing = application("billing", "enforce", SIGNS_OLD)) {
			awaitUp(billing, "orders", 1);
			Instance real = this.registry.instances("orders").get(0);
			Map<String, String> stolen = new HashMap<>(real.getMetadata());
			intrude(Instance.builder("orders", "10.6.6.6", real.getPort()).instanceId("x").metadata(Map.of()).build());
			intrude(Instance.builder("orders", "10.6.6.7", real.getPort())
				.instanceId(real.getInstanceId() + "-2")
				.metadata(new HashMap<>(stolen))
				.build());
			intrude(Instance.builder("billing-2", real.getHost(), real.getPort())
				.instanceId(real.getInstanceId())
				.metadata(new HashMap<>(stolen))
				.build());
			assertThat(this.registry.instances("orders")).hasSize(3);
			Patience.await().until(() -> output.getAll().contains("the service orders is left out"));
			assertThat(uris(billing, "orders")).containsExactly(real.getUri().toString());
			assertThat(uris(billing, "billing-2")).isEmpty();
			assertThat(output.getAll().split("the service orders is left out", -1)).hasSizeBetween(2, 3);
			assertThat(output).doesNotContain("-secret-of-more-than");
		}
	}

	@Test
	void servesAndCountsWhoeverHasNoKeyInAnAudit(CapturedOutput output) {
		try (ConfigurableApplicationContext billing = application("billing", "audit", SIGNS_OLD);
				ConfigurableApplicationContext orders = application("orders", "off", List.of())) {
			awaitUp(billing, "orders", 1);
			assertThat(output).contains(
					"the service orders is doubtful, and served all the same: its registration is" + " not signed");
		}
	}

	@Test
	void goesOnWhileKeysAreChangedOneApplicationAfterTheOther() {
		try (ConfigurableApplicationContext reader = application("reader", "enforce", List.of(OLD, NEW))) {
			try (ConfigurableApplicationContext orders = application("orders", "enforce", SIGNS_OLD)) {
				awaitUp(reader, "orders", 1);
			}
			try (ConfigurableApplicationContext orders = application("orders", "enforce", SIGNS_NEW)) {
				awaitUp(reader, "orders", 1);
				try (ConfigurableApplicationContext late = application("late", "enforce", List.of(OLD))) {
					assertThat(uris(late, "orders")).isEmpty();
				}
			}
		}
	}

	private void intrude(Instance instance) {
		this.registry.put(instance, System.nanoTime(), Duration.ofMinutes(1));
	}

	private static void awaitUp(ConfigurableApplicationContext context, String service, int count) {
		Patience.await().until(() -> uris(context, service).size() == count);
	}

	private static List<String> uris(ConfigurableApplicationContext context, String service) {
		return context.getBean(DiscoveryClient.class)
			.getInstances(service)
			.stream()
			.map(ServiceInstance::getUri)
			.map(Object::toString)
			.toList();
	}

	private static ConfigurableApplicationContext application(String name, String mode, List<String> more) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.application.name=" + name, "spring.main.banner-mode=off",
					"discovery.in-memory.registry=signed-registration-tests", "discovery.registration.port=8080",
					"discovery.registration.drain=0s", SIGNING + "mode=" + mode)
			.properties(more.toArray(String[]::new))
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
