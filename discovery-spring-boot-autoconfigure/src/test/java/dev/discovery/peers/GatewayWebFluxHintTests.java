package dev.discovery.peers;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.loadbalancer.DiscoveryGatewayAutoConfiguration;
import dev.discovery.autoconfigure.loadbalancer.LoadBalancerFactoryAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cloud Gateway without Spring Cloud LoadBalancer, which its starter doesn't
 * bring.
 */
@EnabledIfSystemProperty(named = "discovery.matrix.added", matches = "gateway-webflux")
@ExtendWith(OutputCaptureExtension.class)
class GatewayWebFluxHintTests {

	private static final String HINT = "Add org.springframework.cloud:spring-cloud-loadbalancer";

	private final ReactiveWebApplicationContextRunner gateway = new ReactiveWebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DiscoveryAutoConfiguration.class, InMemoryBackendAutoConfiguration.class,
						LoadBalancerFactoryAutoConfiguration.class, DiscoveryGatewayAutoConfiguration.class));

	@Test
	void saysWhatIsMissing(CapturedOutput output) {
		this.gateway.withClassLoader(new FilteredClassLoader(LoadBalancerClientFactory.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(HINT);
	}

	@Test
	void saysNothingWhereNothingIsMissing(CapturedOutput output) {
		this.gateway.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(HINT);
	}

}
