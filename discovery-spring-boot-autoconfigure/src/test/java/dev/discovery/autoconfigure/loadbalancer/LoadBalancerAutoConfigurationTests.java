package dev.discovery.autoconfigure.loadbalancer;

import java.net.URI;
import java.util.Map;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.cloud.loadbalancer.BalancedExchangeFilterFunction;
import dev.discovery.cloud.loadbalancer.BalancedLoadBalancerClient;
import dev.discovery.cloud.loadbalancer.BalancedLoadBalancerFactory;
import dev.discovery.cloud.loadbalancer.InstanceChooser;
import dev.discovery.cloud.loadbalancer.StickyCookie;
import dev.discovery.model.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.BlockingLoadBalancerInterceptor;
import org.springframework.cloud.client.loadbalancer.LoadBalancerAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClientsProperties;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequestFactory;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerBeanPostProcessorAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerExchangeFilterFunction;
import org.springframework.cloud.loadbalancer.blocking.client.BlockingLoadBalancerClient;
import org.springframework.cloud.loadbalancer.config.BlockingLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.loadbalancer.core.LoadBalancerServiceInstanceCookieTransformer;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link LoadBalancerFactoryAutoConfiguration},
 * {@link SpringCloudLoadBalancerAutoConfiguration},
 * {@link LoadBalancerClientAutoConfiguration} and
 * {@link LoadBalancerWebClientAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LoadBalancerAutoConfigurationTests {

	private static final FilteredClassLoader WITHOUT_SPRING_CLOUD_LOADBALANCER = new FilteredClassLoader(
			"org.springframework.cloud.loadbalancer");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withBean(ServiceBackend.class, () -> new ScriptedBackend().answeringEmpty())
		.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class,
				SpringCloudLoadBalancerAutoConfiguration.class, LoadBalancerFactoryAutoConfiguration.class,
				LoadBalancerClientAutoConfiguration.class, LoadBalancerWebClientAutoConfiguration.class,
				LoadBalancerAutoConfiguration.class, ReactorLoadBalancerClientAutoConfiguration.class,
				LoadBalancerBeanPostProcessorAutoConfiguration.class,
				org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration.class,
				BlockingLoadBalancerClientAutoConfiguration.class));

	private final ApplicationContextRunner alone = new ApplicationContextRunner()
		.withClassLoader(WITHOUT_SPRING_CLOUD_LOADBALANCER)
		.withBean(ServiceBackend.class, () -> new ScriptedBackend().answeringEmpty())
		.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class,
				SpringCloudLoadBalancerAutoConfiguration.class, LoadBalancerFactoryAutoConfiguration.class,
				LoadBalancerClientAutoConfiguration.class, LoadBalancerWebClientAutoConfiguration.class,
				LoadBalancerAutoConfiguration.class, ReactorLoadBalancerClientAutoConfiguration.class,
				LoadBalancerBeanPostProcessorAutoConfiguration.class));

	@Test
	void isTheWholeLoadBalancerAlone() {
		this.alone.run((context) -> assertThat(context).hasSingleBean(BalancedLoadBalancerClient.class)
			.hasSingleBean(BalancedLoadBalancerFactory.class)
			.hasSingleBean(BalancedExchangeFilterFunction.class)
			.hasSingleBean(BlockingLoadBalancerInterceptor.class));
	}

	@Test
	void standsBeforeSpringCloudLoadBalancer() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(LoadBalancerClient.class);
			assertThat(context.getBeanNamesForType(LoadBalancerClientFactory.class))
				.containsExactly("discoveryLoadBalancerClientFactory");
			assertThat(context).hasSingleBean(BalancedExchangeFilterFunction.class)
				.doesNotHaveBean("blockingLoadBalancerClient")
				.doesNotHaveBean("loadBalancerExchangeFilterFunction");
		});
	}

	@ParameterizedTest
	@ValueSource(
			classes = { LoadBalancerFactoryAutoConfiguration.class, SpringCloudLoadBalancerAutoConfiguration.class })
	void whereOneIsExcludedSpringCloudLoadBalancerIsItself(Class<?> excluded) {
		new ApplicationContextRunner().withUserConfiguration(EverythingElse.class)
			.withPropertyValues("spring.autoconfigure.exclude=" + excluded.getName())
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(BlockingLoadBalancerClient.class)
				.hasSingleBean(ReactorLoadBalancerExchangeFilterFunction.class)
				.doesNotHaveBean(BalancedExchangeFilterFunction.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "discovery.enabled", "discovery.load-balancer.enabled", "spring.cloud.discovery.enabled",
			"spring.cloud.loadbalancer.enabled" })
	void canBeSwitchedOff(String property) {
		this.alone.withPropertyValues(property + "=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(InstanceChooser.class)
				.doesNotHaveBean(LoadBalancerClient.class)
				.doesNotHaveBean(ReactiveLoadBalancer.Factory.class)
				.doesNotHaveBean(BalancedExchangeFilterFunction.class));
	}

	@Test
	void blockingClientsTellTheInstanceItsIdWithAndWithoutSpringCloudLoadBalancer() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(StickyCookie.class)
			.hasSingleBean(LoadBalancerServiceInstanceCookieTransformer.class));
		Instance instance = Instance.builder("orders", "localhost", 1).instanceId("orders-7").build();
		this.alone.withPropertyValues("spring.cloud.loadbalancer.sticky-session.add-service-instance-cookie=true")
			.run((context) -> {
				HttpHeaders[] sent = new HttpHeaders[1];
				context.getBean(LoadBalancerRequestFactory.class)
					.createRequest(new MockClientHttpRequest(HttpMethod.GET, URI.create("http://orders/")), new byte[0],
							(request, body) -> {
								sent[0] = request.getHeaders();
								return new MockClientHttpResponse();
							})
					.apply(instance);
				assertThat(sent[0].get(HttpHeaders.COOKIE)).containsExactly("sc-lb-instance-id=orders-7");
			});
	}

	@Test
	void leavesTheFieldToTheUsersOwnClient() {
		LoadBalancerClient own = mock(LoadBalancerClient.class);
		this.runner.withBean(LoadBalancerClient.class, () -> own)
			.run((context) -> assertThat(context.getBean(LoadBalancerClient.class)).isSameAs(own));
	}

	@Test
	void startsWithoutWebClient() {
		this.alone
			.withClassLoader(new FilteredClassLoader("org.springframework.cloud.loadbalancer",
					WebClient.class.getPackageName(), "reactor"))
			.run((context) -> assertThat(context).hasSingleBean(BlockingLoadBalancerInterceptor.class)
				.doesNotHaveBean(BalancedExchangeFilterFunction.class));
	}

	@Test
	void startsWithoutSpringWeb() {
		this.alone.withClassLoader(new FilteredClassLoader(ClientHttpResponse.class, WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LoadBalancerClient.class));
	}

	@Test
	void knowsTheSettingsOfEachClient() {
		this.alone
			.withPropertyValues("spring.cloud.loadbalancer.clients.orders.hint.orders=green",
					"spring.cloud.loadbalancer.hint.default=blue")
			.run((context) -> {
				ReactiveLoadBalancer.Factory<ServiceInstance> factory = context
					.getBean(BalancedLoadBalancerFactory.class);
				assertThat(factory.getProperties("orders").getHint()).containsEntry("orders", "green");
				assertThat(factory.getProperties("other").getHint())
					.containsExactlyEntriesOf(Map.of("default", "blue"));
				assertThat(factory.getInstances("orders", ServiceBackend.class)).hasSize(1);
				assertThat(factory.<LoadBalancerClientsProperties>getInstance("orders",
						LoadBalancerClientsProperties.class))
					.isSameAs(context.getBean(LoadBalancerClientsProperties.class));
				assertThat(factory.<Object>getInstance("orders", Runnable.class)).isNull();
			});
	}

	@Test
	void warnsOfServiceIdsThatCanNotBeCalled(CapturedOutput output) {
		this.alone
			.withPropertyValues("discovery.cache.prewarm=my_orders,stock",
					"discovery.load-balancer.services.my_stock.policy=random")
			.run((context) -> assertThat(output).contains("The service id 'my_orders' can't be the host of a URI")
				.contains("'my_stock'")
				.doesNotContain("'stock'"));
	}

	@EnableAutoConfiguration
	static class EverythingElse {

	}

}
