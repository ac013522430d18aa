package dev.discovery.autoconfigure;

import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

import dev.discovery.autoconfigure.actuate.DiscoveryActuatorAutoConfiguration;
import dev.discovery.autoconfigure.actuate.DiscoveryHealthAutoConfiguration;
import dev.discovery.autoconfigure.client.DiscoveryClientAutoConfiguration;
import dev.discovery.autoconfigure.client.DiscoveryReactiveClientAutoConfiguration;
import dev.discovery.autoconfigure.consul.ConsulBackendAutoConfiguration;
import dev.discovery.autoconfigure.dns.DnsBackendAutoConfiguration;
import dev.discovery.autoconfigure.eureka.EurekaBackendAutoConfiguration;
import dev.discovery.autoconfigure.gossip.GossipBackendAutoConfiguration;
import dev.discovery.autoconfigure.kubernetes.KubernetesBackendAutoConfiguration;
import dev.discovery.autoconfigure.loadbalancer.LoadBalancerClientAutoConfiguration;
import dev.discovery.autoconfigure.loadbalancer.LoadBalancerFactoryAutoConfiguration;
import dev.discovery.autoconfigure.loadbalancer.LoadBalancerWebClientAutoConfiguration;
import dev.discovery.autoconfigure.loadbalancer.RoutingUpdatesAutoConfiguration;
import dev.discovery.autoconfigure.loadbalancer.SpringCloudLoadBalancerAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.autoconfigure.observe.DiscoveryMetricsAutoConfiguration;
import dev.discovery.autoconfigure.probe.HealthCheckAutoConfiguration;
import dev.discovery.autoconfigure.registration.ManagementMetadataAutoConfiguration;
import dev.discovery.autoconfigure.registration.RegistrationAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.databind.ObjectMapper;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.backoff.BackOff;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter adds must not change what Spring Boot or the application picks.
 */
class OwnBeansTests {

	/** What people inject, or make a bean of only where there is none. */
	private static final List<Class<?>> OTHERS = List.of(Executor.class, ThreadFactory.class, InstantSource.class,
			ObjectMapper.class, TokenStreamFactory.class, HttpClient.class, BackOff.class);

	@Test
	void leavesSpringBootsTaskExecutorWhereItIs() {
		started(new ApplicationContextRunner()).run((context) -> {
			assertThat(context).hasNotFailed().hasBean("applicationTaskExecutor");
			assertThat(context.getBean(Executor.class)).isSameAs(context.getBean("applicationTaskExecutor"));
		});
	}

	@Test
	void leavesTheOnlyExecutorOfAWebApplicationTheOnlyOne() {
		started(new WebApplicationContextRunner()).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Executor.class)).isSameAs(context.getBean("applicationTaskExecutor"));
		});
	}

	@ParameterizedTest
	@CsvSource({ "in-memory,x", "consul,discovery.consul.url=http://127.0.0.1:9",
			"eureka,discovery.eureka.url=http://127.0.0.1:9/eureka",
			"kubernetes,discovery.kubernetes.url=http://127.0.0.1:9", "dns,discovery.dns.domains=example.org",
			"gossip,discovery.gossip.port=0" })
	void areNothingThatOthersLookFor(String backend, String property) {
		started(new WebApplicationContextRunner())
			.withPropertyValues("discovery.backend=" + backend, "discovery.health-check.enabled=true",
					"discovery.registration.enabled=false", "discovery.kubernetes.namespace=default", property)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(ours(context)).contains("discoveryScheduler", "discoveryTicker", "discoveryActiveProber")
					.allSatisfy((name) -> OTHERS
						.forEach((other) -> assertThat(context.getBean(name)).as(name).isNotInstanceOf(other)));
			});
	}

	@Test
	void leaveTheApplicationTheNamesThatItMayGiveItself() {
		WebApplicationContextRunner runner = started(new WebApplicationContextRunner())
			.withPropertyValues("discovery.health-check.enabled=true", "discovery.registration.enabled=false");
		for (String name : List.of("balancer", "serviceDirectory", "hostSelection", "registrationSettings",
				"autoRegistration", "ownRegistration", "activeProber")) {
			runner.withBean(name, Object.class, Object::new)
				.run((context) -> assertThat(context).as(name).hasNotFailed());
		}
	}

	private static <S extends AbstractApplicationContextRunner<S, C, A>, C extends ConfigurableApplicationContext, A extends ApplicationContextAssertProvider<C>> S started(
			S runner) {
		return runner.withPropertyValues("spring.application.name=own-beans")
			.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class,
					TaskSchedulingAutoConfiguration.class, MetricsAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
					DiscoveryAutoConfiguration.class, InMemoryBackendAutoConfiguration.class,
					ConsulBackendAutoConfiguration.class, EurekaBackendAutoConfiguration.class,
					KubernetesBackendAutoConfiguration.class, DnsBackendAutoConfiguration.class,
					GossipBackendAutoConfiguration.class, DiscoveryClientAutoConfiguration.class,
					HealthCheckAutoConfiguration.class, RegistrationAutoConfiguration.class,
					LoadBalancerClientAutoConfiguration.class, LoadBalancerFactoryAutoConfiguration.class,
					SpringCloudLoadBalancerAutoConfiguration.class, DiscoveryReactiveClientAutoConfiguration.class,
					RoutingUpdatesAutoConfiguration.class, DiscoveryHealthAutoConfiguration.class,
					LoadBalancerWebClientAutoConfiguration.class, ManagementMetadataAutoConfiguration.class,
					DiscoveryMetricsAutoConfiguration.class, DiscoveryActuatorAutoConfiguration.class));
	}

	private static List<String> ours(ConfigurableApplicationContext context) {
		ConfigurableListableBeanFactory factory = context.getBeanFactory();
		return List.of(BeanFactoryUtils.beanNamesIncludingAncestors(factory))
			.stream()
			.filter(factory::containsBeanDefinition)
			.filter((name) -> String.valueOf(factory.getBeanDefinition(name).getResourceDescription())
				.contains("dev/discovery") || factory.getBean(name).getClass().getName().startsWith("dev.discovery"))
			.toList();
	}

}
