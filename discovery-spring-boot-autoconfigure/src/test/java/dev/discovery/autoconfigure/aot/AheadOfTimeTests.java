package dev.discovery.autoconfigure.aot;

import java.util.List;
import java.util.function.Consumer;

import dev.discovery.actuate.DiscoveryEndpoint;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.balancing.Balancer;
import dev.discovery.cloud.registry.AutoRegistration;
import dev.discovery.directory.ServiceDirectory;
import org.junit.jupiter.api.Test;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose beans are worked out ahead of time, compiled and started.
 */
@CompileWithForkedClassLoader
class AheadOfTimeTests {

	private static final List<String> COMMON = List.of("spring.application.name=orders",
			"discovery.registration.port=8080", "discovery.registration.host=localhost",
			"discovery.registration.drain=0s", "discovery.in-memory.registry=ahead-of-time-tests",
			"discovery.in-memory.services.inventory[0].uri=http://localhost:8081",
			"discovery.cache.snapshot.enabled=false", "management.endpoints.access.default=read-only",
			"management.endpoints.web.exposure.include=*");

	@Test
	void findsAndRegistersAsEverywhere() {
		start((context) -> {
			assertThat(context.getBean(DiscoveryClient.class).getInstances("inventory")).hasSize(1);
			assertThat(context.getBean(AutoRegistration.class).isRunning()).isTrue();
			assertThat(context.getBean(LoadBalancerClient.class).choose("inventory").getPort()).isEqualTo(8081);
			assertThat(context.getBean(DiscoveryEndpoint.class).service("inventory").instances()).hasSize(1);
		}, "discovery.health-check.enabled=true", "discovery.routes.services.inventory.subsets.v1.version=1",
				"discovery.routes.services.inventory.rules[0].to=v1");
	}

	/** A build is in no cluster. */
	@Test
	void startsOverKubernetes() {
		startsOver("discovery.backend=kubernetes");
	}

	@Test
	void startsOverSeveralRegistries() {
		startsOver("discovery.registries.here.backend=in-memory", "discovery.registries.there.backend=consul",
				"discovery.registries.there.consul.url=http://127.0.0.1:1",
				"discovery.registries.elsewhere.backend=eureka",
				"discovery.registries.elsewhere.eureka.urls=http://127.0.0.1:1/eureka");
	}

	private static void startsOver(String... properties) {
		start((context) -> {
			assertThat(context.getBean(ServiceBackend.class).name()).isNotEmpty();
			assertThat(context.getBean(ServiceDirectory.class).entries()).isEmpty();
			assertThat(context.getBean(Balancer.class)).isNotNull();
			assertThat(context.getBean(AutoRegistration.class).isRunning()).isTrue();
		}, properties);
	}

	private static void start(Consumer<GenericApplicationContext> then, String... properties) {
		TestGenerationContext generated = new TestGenerationContext(Application.class);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			prepare(context, properties);
			context.register(Application.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generated);
		}
		generated.writeGeneratedContent();
		TestCompiler.forSystem()
			.with(generated)
			.compile((compiled) -> run(compiled.getInstance(ApplicationContextInitializer.class), then, properties));
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static void run(ApplicationContextInitializer initializer, Consumer<GenericApplicationContext> then,
			String... properties) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			prepare(context, properties);
			// what only the machine where it runs knows
			TestPropertyValues.of("discovery.kubernetes.url=http://127.0.0.1:1").applyTo(context);
			initializer.initialize(context);
			context.refresh();
			then.accept(context);
		}
	}

	private static void prepare(GenericApplicationContext context, String... properties) {
		context.getEnvironment().setConversionService(new ApplicationConversionService());
		TestPropertyValues.of(COMMON).and(properties).applyTo(context);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
