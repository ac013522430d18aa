package dev.discovery.autoconfigure.consul;

import java.net.URI;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.backend.consul.ConsulSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where Consul is for those who come from Spring Cloud Consul.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConsulUrlsTests {

	private final ApplicationContextRunner consul = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DiscoveryAutoConfiguration.class, ConsulBackendAutoConfiguration.class))
		.withPropertyValues("discovery.backend=consul");

	@Test
	void readsWhereSpringCloudConsulLookedAndSaysWhatToWrite(CapturedOutput output) {
		assertMigrated("http://consul:8500", "spring.cloud.consul.host=consul");
		assertThat(output).containsOnlyOnce("spring.cloud.consul.host says where Consul is, since neither"
				+ " discovery.consul.url nor discovery.consul.urls is set: write"
				+ " discovery.consul.url=http://consul:8500 instead");
		assertMigrated("http://localhost:8501", "spring.cloud.consul.port=8501");
		assertThat(output).contains("spring.cloud.consul.port says where Consul is");
		assertMigrated("https://consul:8501", "spring.cloud.consul.host=consul", "spring.cloud.consul.port=8501",
				"spring.cloud.consul.scheme=https");
		assertThat(output).contains("spring.cloud.consul.host and spring.cloud.consul.port say where Consul is");
		assertMigrated("http://[::1]:8500", "spring.cloud.consul.host=::1");
	}

	@Test
	void namesWhatNobodyReadsAnyMore(CapturedOutput output) {
		String prefix = "spring.cloud.consul.discovery.";
		assertMigrated("http://localhost:8500", prefix + "serviceName=shop", prefix + "register=false",
				prefix + "heartbeat.ttl=30s", prefix + "tags[0]=blue", prefix + "tags[1]=green",
				prefix + "acl-token=canary");
		assertThat(output).containsOnlyOnce(prefix + "acl-token, " + prefix + "heartbeat.ttl, " + prefix + "register, "
				+ prefix + "serviceName, " + prefix + "tags: not read by this starter");
		assertThat(output).doesNotContain("canary");
	}

	@Test
	void readsTheVariablesThatSpringCloudConsulRead() {
		this.consul
			.withInitializer((context) -> TestPropertyValues.of("SPRING_CLOUD_CONSUL_HOST=consul")
				.applyTo(context.getEnvironment(), TestPropertyValues.Type.SYSTEM_ENVIRONMENT, "variables"))
			.run((context) -> assertThat(context.getBean(ConsulSettings.class).urls())
				.containsExactly(URI.create("http://consul:8500")));
	}

	@Test
	void staysWithOwnPropertiesWhereTheyAreSet(CapturedOutput output) {
		String other = "spring.cloud.consul.host=other";
		assertMigrated("http://mine:1", other, "discovery.consul.url=http://mine:1");
		assertMigrated("http://mine:1", other, "discovery.consul.urls=http://mine:1");
		assertMigrated("http://localhost:8500", "spring.cloud.consul.scheme=https");
		assertMigrated("http://localhost:8500", "spring.cloud.consul.host=");
		assertThat(output).doesNotContain("spring.cloud.consul");
	}

	private void assertMigrated(String url, String... properties) {
		this.consul.withPropertyValues(properties)
			.run((context) -> assertThat(context.getBean(ConsulSettings.class).urls())
				.containsExactly(URI.create(url)));
	}

}
