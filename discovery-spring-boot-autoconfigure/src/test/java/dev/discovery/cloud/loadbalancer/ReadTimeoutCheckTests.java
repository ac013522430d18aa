package dev.discovery.cloud.loadbalancer;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ReadTimeoutCheck} and {@link ReadTimeouts}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReadTimeoutCheckTests {

	private static final String WARNING = "These load-balanced clients have no read timeout: ";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
				ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class))
		.withUserConfiguration(Check.class);

	@Test
	void namesTheClientsThatWaitForEver(CapturedOutput output) {
		this.runner.withUserConfiguration(Clients.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output.getAll().split(WARNING, -1)).hasSize(2);
			assertThat(output).contains(WARNING + "bootBuilder, plainBuilder, plainTemplate. An instance that hangs")
				.contains("Set spring.http.clients.read-timeout");
		});
	}

	@Test
	void saysNothingOfClientsThatSpringBootGivesATimeout(CapturedOutput output) {
		this.runner.withUserConfiguration(Clients.class)
			.withPropertyValues("spring.http.clients.read-timeout=5s")
			.run((context) -> assertThat(output).contains(WARNING + "plainBuilder, plainTemplate. "));
	}

	@Test
	void saysNothingWhereThereIsNothingToSay(CapturedOutput output) {
		this.runner.withUserConfiguration(Careful.class)
			.run((context) -> assertThat(output).doesNotContain("read timeout"));
	}

	@Test
	void looksOnlyAtClientsThatExist(CapturedOutput output) {
		this.runner.withUserConfiguration(LazyClients.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("read timeout");
			assertThat(LazyClients.made).isZero();
		});
	}

	@Test
	void neverMakesTheStartFail() {
		ListableBeanFactory broken = new DefaultListableBeanFactory() {

			@Override
			public String[] getBeanNamesForType(Class<?> type, boolean includeNonSingletons, boolean allowEagerInit) {
				throw new NoClassDefFoundError("scripted");
			}

		};
		assertThatNoException()
			.isThrownBy(() -> new ReadTimeoutCheck(broken, new MockEnvironment()).afterSingletonsInstantiated());
	}

	@Test
	void namesHttpInterfaces(CapturedOutput output) {
		this.runner.withUserConfiguration(Interfaces.class)
			.withPropertyValues("spring.http.serviceclient.plain.base-url=http://localhost")
			.run((context) -> assertThat(output).contains(WARNING + "HTTP interfaces of 'balanced'. "));
	}

	@Test
	void knowsTheRequestFactoriesOfSpring() {
		JdkClientHttpRequestFactory jdk = new JdkClientHttpRequestFactory();
		SimpleClientHttpRequestFactory simple = new SimpleClientHttpRequestFactory();
		ReactorClientHttpRequestFactory reactor = new ReactorClientHttpRequestFactory();
		assertThat(ReadTimeouts.isMissing(jdk)).isTrue();
		assertThat(ReadTimeouts.isMissing(new BufferingClientHttpRequestFactory(simple))).isTrue();
		assertThat(ReadTimeouts.isMissing(simple)).isTrue();
		assertThat(ReadTimeouts.isMissing(reactor)).isTrue();
		jdk.setReadTimeout(Duration.ofSeconds(1));
		simple.setReadTimeout(Duration.ofSeconds(1));
		reactor.setReadTimeout(Duration.ofSeconds(1));
		assertThat(ReadTimeouts.isMissing(jdk)).isFalse();
		assertThat(ReadTimeouts.isMissing(new BufferingClientHttpRequestFactory(simple))).isFalse();
		assertThat(ReadTimeouts.isMissing(reactor)).isFalse();
		simple.setReadTimeout(0);
		assertThat(ReadTimeouts.isMissing(simple)).isTrue();
		assertThat(ReadTimeouts.isMissing((uri, method) -> null)).isFalse();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ReadTimeoutCheck.class)
	static class Check {

	}

	@Configuration(proxyBeanMethods = false)
	static class Clients {

		@Bean
		@LoadBalanced
		RestTemplate plainTemplate() {
			return new RestTemplate();
		}

		@Bean
		@LoadBalanced
		RestClient.Builder plainBuilder() {
			return RestClient.builder();
		}

		@Bean
		@LoadBalanced
		RestClient.Builder bootBuilder(RestClientBuilderConfigurer configurer) {
			return configurer.configure(RestClient.builder());
		}

		@Bean
		RestTemplate notBalanced() {
			return new RestTemplate();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Careful {

		@Bean
		@LoadBalanced
		RestTemplate template() {
			SimpleClientHttpRequestFactory factory = new SimpleClientHttpRequestFactory();
			factory.setReadTimeout(Duration.ofSeconds(3));
			return new RestTemplate(factory);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyClients {

		private static int made;

		@Bean
		@LoadBalanced
		@Lazy
		RestTemplate lazyTemplate() {
			made++;
			throw new IllegalStateException("needs what isn't there yet");
		}

		@Bean
		@LoadBalanced
		@Lazy
		RestClient.Builder lazyBuilder() {
			made++;
			throw new IllegalStateException("needs what isn't there yet");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "balanced", types = BlockingApi.class)
	@ImportHttpServices(group = "plain", types = BlockingApi.class)
	static class Interfaces {

	}

}
