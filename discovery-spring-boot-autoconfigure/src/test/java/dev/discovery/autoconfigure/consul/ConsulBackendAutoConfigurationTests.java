package dev.discovery.autoconfigure.consul;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.autoconfigure.registration.RegisteringApplication;
import dev.discovery.autoconfigure.registration.RegistrationAutoConfiguration;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.consul.ConsulBackend;
import dev.discovery.backend.consul.ConsulRegistrar;
import dev.discovery.backend.consul.ConsulSettings;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.http.RegistryRequest;
import dev.discovery.cloud.registry.AutoRegistration;
import dev.discovery.cloud.registry.DiscoveryRegistration;
import dev.discovery.cloud.registry.HostSource;
import dev.discovery.cloud.registry.LeaseServiceRegistry;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.testkit.Patience;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class ConsulBackendAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DiscoveryAutoConfiguration.class,
				ConsulBackendAutoConfiguration.class, InMemoryBackendAutoConfiguration.class,
				RegistrationAutoConfiguration.class))
		.withPropertyValues("spring.application.name=orders");

	private final ApplicationContextRunner consul = this.runner.withPropertyValues("discovery.backend=consul");

	private final List<String> tokens = new CopyOnWriteArrayList<>();

	private HttpServer server;

	private URI url;

	@BeforeEach
	void serve() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			this.tokens.add(String.valueOf(exchange.getRequestHeaders().get("X-Consul-Token")));
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		this.server.start();
		this.url = URI.create("http://localhost:" + this.server.getAddress().getPort());
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void isThereOnlyWhereItIsChosen() {
		this.consul.run((context) -> {
			assertThat(context).hasSingleBean(ServiceBackend.class).hasSingleBean(ConsulBackend.class);
			assertThat(context.getBean(ServiceBackend.class).name()).isEqualTo("consul");
			assertThat(context).getBean(ServiceRegistrar.class).isInstanceOf(ConsulRegistrar.class);
			assertThat(context).hasSingleBean(ServiceDirectory.class);
		});
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsulSettings.class));
	}

	@Test
	void isSwitchedOffWithDiscovery() {
		for (String property : new String[] { "discovery.enabled=false", "spring.cloud.discovery.enabled=false" }) {
			this.consul.withPropertyValues(property)
				.run((context) -> assertThat(context).hasNotFailed()
					.doesNotHaveBean(ServiceBackend.class)
					.doesNotHaveBean(RegistryHttpClient.class));
		}
	}

	@Test
	void makesWayForABackendOfTheApplication() {
		this.consul.withBean(ScriptedBackend.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ServiceBackend.class)
				.doesNotHaveBean(ConsulRegistrar.class)
				.doesNotHaveBean(RegistryHttpClient.class));
	}

	@Test
	void makesWayForARegistrarOfTheApplication() {
		this.consul.withBean(ServiceRegistrar.class, RegisteringApplication::registrar)
			.run((context) -> assertThat(context).hasSingleBean(ServiceRegistrar.class)
				.hasSingleBean(ConsulBackend.class)
				.doesNotHaveBean(ConsulRegistrar.class));
	}

	@Test
	void letsTheApplicationRegister() {
		this.consul.run((context) -> {
			assertThat(context).hasSingleBean(LeaseServiceRegistry.class)
				.hasSingleBean(AutoRegistration.class)
				.doesNotHaveBean(HostSource.class);
			assertThat(context).getBean(Registration.class).isInstanceOf(DiscoveryRegistration.class);
			assertThat(context.getBean(Registration.class).getServiceId()).isEqualTo("orders");
		});
	}

	@Test
	void startsWhereNobodyAnswers() {
		int port = this.server.getAddress().getPort();
		this.server.stop(0);
		this.consul
			.withPropertyValues("discovery.consul.url=http://localhost:" + port, "discovery.registration.port=7000",
					"discovery.registration.drain=0")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(AutoRegistration.class));
	}

	@Test
	void asksNothingByItself() {
		this.consul.withPropertyValues("discovery.consul.url=" + this.url)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.tokens).isEmpty();
	}

	@Test
	void sendsTheTokenInItsHeader() {
		this.consul.run((context) -> assertThat(tokenSent(context)).isNull());
		this.consul.withPropertyValues("discovery.consul.token= one-secret ")
			.run((context) -> assertThat(tokenSent(context)).isEqualTo("one-secret"));
	}

	@Test
	void sendsTheTokenThatIsInTheFileNow(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("token"), "one-secret\n");
		this.consul.withPropertyValues("discovery.consul.token-file=" + file).run((context) -> {
			assertThat(tokenSent(context)).isEqualTo("one-secret");
			Files.writeString(file, "other-secret\n");
			assertThat(tokenSent(context)).isEqualTo("other-secret");
		});
	}

	@Test
	void neverShowsTheToken(CapturedOutput output) {
		this.consul
			.withPropertyValues("discovery.consul.token=one-secret", "logging.level.dev.discovery=trace",
					"discovery.consul.url=" + this.url)
			.run((context) -> {
				assertThat(tokenSent(context)).isEqualTo("one-secret");
				for (Class<?> type : List.of(ConsulProperties.class, ConsulConnectionDetails.class,
						ConsulSettings.class, RegistryHttpClient.class)) {
					assertThat(context.getBean(type).toString()).doesNotContain("secret");
				}
			});
		assertThat(output).doesNotContain("secret");
	}

	@Test
	void asksConnectionDetailsInPlaceOfTheProperties() {
		this.consul
			.withPropertyValues("discovery.consul.url=http://wrong:1", "discovery.consul.token=wrong",
					"discovery.consul.ssl.bundle=wrong")
			.withBean(ConsulConnectionDetails.class, () -> new FixedDetails(this.url))
			.run((context) -> {
				assertThat(context.getBean(ConsulSettings.class).urls()).containsExactly(this.url);
				assertThat(tokenSent(context)).isEqualTo("fixed-secret");
			});
	}

	@Test
	void closesTheHttpClientAtTheEnd() {
		RegistryHttpClient[] client = new RegistryHttpClient[1];
		this.consul.run((context) -> client[0] = context.getBean(RegistryHttpClient.class));
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> client[0].exchange(RegistryRequest.get(this.url)).toCompletableFuture().get())
			.withMessageContaining("the client is closed");
	}

	private @Nullable String tokenSent(ApplicationContext context) throws Exception {
		this.tokens.clear();
		context.getBean(RegistryHttpClient.class)
			.exchange(RegistryRequest.get(this.url))
			.toCompletableFuture()
			.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
		String sent = this.tokens.get(0);
		return "null".equals(sent) ? null : sent.substring(1, sent.length() - 1);
	}

	/**
	 * What an application might define.
	 */
	private record FixedDetails(URI url) implements ConsulConnectionDetails {

		@Override
		public List<URI> getUrls() {
			return List.of(this.url);
		}

		@Override
		public String getToken() {
			return "fixed-secret";
		}

	}

}
