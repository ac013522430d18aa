package dev.discovery.cloud.loadbalancer;

import java.util.List;
import java.util.Map;

import dev.discovery.balancing.Balancer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.cloud.loadbalancer.aot.LoadBalancerChildContextInitializer;
import org.springframework.cloud.loadbalancer.core.ReactorLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BalancedLoadBalancerClientFactory} and what goes with it, beside a
 * real spring-cloud-loadbalancer.
 */
class SpringCloudLoadBalancerTests {

	private EchoServer first;

	private EchoServer second;

	private LiveBackend backend;

	private ConfigurableApplicationContext context;

	@BeforeEach
	void startServers() {
		this.first = new EchoServer();
		this.second = new EchoServer();
		this.backend = new LiveBackend().with("inventory", this.first.port(), this.second.port())
			.with("picky", this.first.port(), this.second.port());
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.first.close();
		this.second.close();
	}

	private LoadBalancerClientFactory run(Class<?> application, String... properties) {
		this.context = CallApplication.run(application, this.backend, properties);
		return this.context.getBean(LoadBalancerClientFactory.class);
	}

	@Test
	void thereIsOneFactoryAndNoChildContext() {
		LoadBalancerClientFactory factory = run(CallApplication.class);
		assertThat(this.context.getBeansOfType(ReactiveLoadBalancer.Factory.class))
			.containsOnlyKeys("discoveryLoadBalancerClientFactory");
		for (ClientKind kind : List.of(ClientKind.REST_CLIENT, ClientKind.WEB_CLIENT)) {
			kind.get(this.context, "inventory");
		}
		assertThat(factory.getInstances("inventory", LoadBalancerLifecycle.class))
			.containsOnlyKeys("discoveryStatsLifecycle", "lifecycle");
		assertThat(factory.getInstance("inventory")).isNotNull();
		assertThat(factory.getContextNames()).isEmpty();
	}

	@Test
	void asksTheBalancerWhateverTheNameItIsAskedBy() {
		LoadBalancerClientFactory factory = run(CallApplication.class);
		ResolvableType type = ResolvableType.forClassWithGenerics(ReactorLoadBalancer.class, ServiceInstance.class);
		for (ReactiveLoadBalancer<ServiceInstance> loadBalancer : List.of(factory.getInstance("inventory"),
				factory.getInstance("inventory", ReactorServiceInstanceLoadBalancer.class),
				factory.<ReactorLoadBalancer<ServiceInstance>>getInstance("inventory", type),
				factory.<ReactorLoadBalancer<ServiceInstance>>getInstance("inventory", ReactorLoadBalancer.class,
						ServiceInstance.class))) {
			Response<ServiceInstance> response = Mono.from(loadBalancer.choose()).block();
			assertThat(response.getServer().getPort()).isIn(this.first.port(), this.second.port());
		}
		assertThat(Mono.from(factory.getInstance("nobody").choose()).block().hasServer()).isFalse();
	}

	@Test
	void handsOutTheApplicationsOwnBeans() {
		LoadBalancerClientFactory factory = run(CallApplication.class);
		assertThat(factory.getInstance("inventory", LoadBalancerClient.class))
			.isSameAs(this.context.getBean(LoadBalancerClient.class));
		assertThat(factory.getProvider("inventory", Balancer.class).getObject())
			.isSameAs(this.context.getBean(Balancer.class));
		assertThat(factory.getInstance("inventory", ServiceInstanceListSupplier.class)).isNull();
		assertThat(factory.getInstances("inventory", LoadBalancerLifecycle.class))
			.isSameAs(factory.getInstances("other", LoadBalancerLifecycle.class));
	}

	@Test
	void leavesAServiceToItsOwnConfiguration() {
		LoadBalancerClientFactory factory = run(PickyApplication.class);
		for (int i = 0; i < 4; i++) {
			assertThat(ClientKind.REST_TEMPLATE.get(this.context, "picky")).isEqualTo("GET " + this.second.port());
			assertThat(ClientKind.REST_CLIENT.post(this.context, "picky", "x"))
				.isEqualTo("POST " + this.second.port() + " x");
			assertThat(ClientKind.WEB_CLIENT.get(this.context, "picky")).isEqualTo("GET " + this.second.port());
			ClientKind.WEB_CLIENT.get(this.context, "inventory");
		}
		assertThat(this.context.getBean(LoadBalancerClient.class).choose("picky").getPort())
			.isEqualTo(this.second.port());
		assertThat(factory.getContextNames()).containsExactly("picky");
		assertThat(factory.getInstance("picky", GenericApplicationContext.class)).isNull();
		assertThat(factory.buildContext("picky").getDisplayName()).isEqualTo("LoadBalancerClientFactory-picky");
		assertThat(this.first.requests()).hasSize(2);
	}

	@Test
	void leavesAllServicesToADefaultConfigurationOfTheUser() {
		LoadBalancerClientFactory factory = run(DefaultPickyApplication.class);
		assertThat(ClientKind.REST_TEMPLATE.get(this.context, "inventory")).isEqualTo("GET " + this.second.port());
		assertThat(factory.getContextNames()).containsExactly("inventory");
	}

	@Test
	void leavesAServiceToAConfigurationChosenByProperty() {
		LoadBalancerClientFactory factory = run(CallApplication.class,
				"spring.cloud.loadbalancer.clients.picky.configurations=weighted");
		assertThat(ClientKind.REST_TEMPLATE.get(this.context, "picky")).startsWith("GET");
		ClientKind.REST_TEMPLATE.get(this.context, "inventory");
		assertThat(factory.getContextNames()).containsExactly("picky");
		assertThat(factory.getInstance("picky", ServiceInstanceListSupplier.class)).isNotNull();
	}

	@Test
	void goesOnAsItselfAfterAnAheadOfTimeBuild() {
		LoadBalancerClientFactory factory = run(PickyApplication.class);
		LoadBalancerClientFactory next = factory.withApplicationContextInitializers(Map.of());
		assertThat(next).isInstanceOf(BalancedLoadBalancerClientFactory.class);
		next.setApplicationContext(this.context);
		assertThat(((ConfiguredServices) next).contains("picky")).isTrue();
		assertThat(((ConfiguredServices) next).contains("inventory")).isFalse();
		assertThat(Mono.from(next.getInstance("inventory").choose()).block().hasServer()).isTrue();
		RegisteredBean bean = RegisteredBean.of(this.context.getBeanFactory(), "discoveryLoadBalancerClientFactory");
		assertThat(new LoadBalancerChildContextInitializer(factory, this.context).processAheadOfTime(bean)).isNotNull();
	}

	@Test
	void stickySessionsAndForwardedHeadersGoOnWorkingAsTheyDo() {
		run(CallApplication.class, "spring.cloud.loadbalancer.sticky-session.add-service-instance-cookie=true",
				"spring.cloud.loadbalancer.x-forwarded.enabled=true");
		ClientKind.REST_TEMPLATE.get(this.context, "inventory");
		ClientKind.WEB_CLIENT.get(this.context, "inventory");
		for (EchoServer server : List.of(this.first, this.second)) {
			assertThat(server.requests()).singleElement()
				.satisfies((headers) -> assertThat(headers.getFirst("Cookie")).contains("sc-lb-instance-id=")
					.contains("inventory-localhost-" + server.port()));
		}
		assertThat(List.of(this.first, this.second)).flatExtracting(EchoServer::requests)
			.extracting((headers) -> headers.getFirst("X-Forwarded-Host"))
			.containsExactlyInAnyOrder("localhost", null);
	}

	/**
	 * An application in which one service has a configuration of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(CallApplication.class)
	@org.springframework.cloud.loadbalancer.annotation.LoadBalancerClient(name = "picky", configuration = LastOne.class)
	static class PickyApplication {

	}

	/**
	 * An application in which every service has.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(CallApplication.class)
	@LoadBalancerClients(defaultConfiguration = LastOne.class)
	static class DefaultPickyApplication {

	}

	/**
	 * Always takes the second instance.
	 */
	static class LastOne {

		@Bean
		ReactorLoadBalancer<ServiceInstance> lastOne(ServiceInstanceListSupplier supplier, LiveBackend backend) {
			return new ReactorServiceInstanceLoadBalancer() {

				@Override
				@SuppressWarnings("rawtypes")
				public Mono<Response<ServiceInstance>> choose(Request request) {
					return supplier.get(request)
						.next()
						.map((instances) -> new DefaultResponse(
								instances.stream().filter(backend::isLast).findFirst().orElseThrow()));
				}

			};
		}

	}

}
