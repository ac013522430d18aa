package dev.discovery.cloud.loadbalancer;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Applications that really lack an optional library: the build takes it off the class
 * path and says which in a system property.
 */
class MissingLibraryTests {

	@Test
	@EnabledIfSystemProperty(named = "discovery.matrix.missing", matches = "reactor")
	void blockingClientsWorkWithoutReactor() {
		assertThat(isPresent("reactor.core.publisher.Mono")).isFalse();
		assertThat(isPresent("org.reactivestreams.Publisher")).isFalse();
		try (EchoServer server = new EchoServer();
				ConfigurableApplicationContext context = run(BlockingApplication.class,
						new LiveBackend().with("inventory", server.port()))) {
			RestClient client = context.getBean(RestClient.Builder.class).build();
			assertThat(client.get().uri("http://inventory/hello").retrieve().body(String.class))
				.isEqualTo("GET " + server.port());
			BlockingApi api = context.getBean(HttpServiceProxyRegistry.class).getClient("inventory", BlockingApi.class);
			assertThat(api.get()).isEqualTo("GET " + server.port());
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "discovery.matrix.missing", matches = "web")
	void theBalancerWorksWithoutSpringWeb() {
		assertThat(isPresent("org.springframework.http.HttpMethod")).isFalse();
		try (ConfigurableApplicationContext context = run(PlainApplication.class,
				new LiveBackend().with("inventory", 8080))) {
			assertThat(context.getBean(Balancer.class).pick("inventory", PickContext.NONE)).isNotNull();
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "discovery.matrix.missing", matches = "dnsjava")
	void theDependencyOfDnsIsPrintedAndNobodyElseNeedsIt() {
		assertThat(isPresent("org.xbill.DNS.Message")).isFalse();
		try (ConfigurableApplicationContext context = run(PlainApplication.class,
				new LiveBackend().with("inventory", 8080))) {
			assertThat(context.getBean(Balancer.class).pick("inventory", PickContext.NONE)).isNotNull();
		}
		for (String property : new String[] { "discovery.backend", "discovery.registries.names.backend" }) {
			SpringApplicationBuilder application = new SpringApplicationBuilder(PlainApplication.class)
				.web(WebApplicationType.NONE)
				.properties("spring.main.banner-mode=off", property + "=dns");
			assertThatException().isThrownBy(application::run)
				.havingRootCause()
				.isInstanceOfSatisfying(InvalidDiscoveryPropertyException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo(property);
					assertThat(ex.advice()).isEqualTo("Add the dependency dnsjava:dnsjava.");
				});
		}
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, null);
	}

	private static ConfigurableApplicationContext run(Class<?> application, LiveBackend backend) {
		ApplicationContextInitializer<GenericApplicationContext> withBackend = (context) -> context
			.registerBean(LiveBackend.class, () -> backend);
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.initializers(withBackend)
			.properties("spring.main.banner-mode=off", "spring.application.name=caller")
			.run();
	}

	/**
	 * An application without anything.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class PlainApplication {

	}

	/**
	 * An application with blocking clients.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Clients.class)
	static class BlockingApplication {

	}

	/**
	 * Its clients.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "inventory", types = BlockingApi.class)
	static class Clients {

		@Bean
		@LoadBalanced
		RestClient.Builder restClientBuilder() {
			return RestClient.builder();
		}

	}

}
