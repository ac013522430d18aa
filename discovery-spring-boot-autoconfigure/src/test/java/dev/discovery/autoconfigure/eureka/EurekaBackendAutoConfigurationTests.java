package dev.discovery.autoconfigure.eureka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.autoconfigure.registration.RegisteringApplication;
import dev.discovery.autoconfigure.registration.RegistrationAutoConfiguration;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.eureka.EurekaBackend;
import dev.discovery.backend.eureka.EurekaRegistrar;
import dev.discovery.backend.eureka.EurekaRegistration;
import dev.discovery.backend.eureka.EurekaServers;
import dev.discovery.backend.eureka.EurekaSettings;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.http.RegistryRequest;
import dev.discovery.cloud.registry.AutoRegistration;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class EurekaBackendAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DiscoveryAutoConfiguration.class,
				EurekaBackendAutoConfiguration.class, InMemoryBackendAutoConfiguration.class,
				RegistrationAutoConfiguration.class))
		.withPropertyValues("spring.application.name=orders");

	private final ApplicationContextRunner eureka = this.runner.withPropertyValues("discovery.backend=eureka");

	private final List<HttpServer> servers = new ArrayList<>();

	@AfterEach
	void stop() {
		this.servers.forEach((server) -> server.stop(0));
	}

	@Test
	void isThereOnlyWhereItIsChosen() {
		this.eureka.run((context) -> {
			assertThat(context).hasSingleBean(ServiceBackend.class).hasSingleBean(EurekaBackend.class);
			assertThat(context.getBean(ServiceBackend.class).name()).isEqualTo("eureka");
			assertThat(context).getBean(ServiceRegistrar.class).isInstanceOf(EurekaRegistrar.class);
			assertThat(context).hasSingleBean(ServiceDirectory.class).hasSingleBean(AutoRegistration.class);
		});
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EurekaSettings.class));
	}

	@Test
	void isSwitchedOffWithDiscovery() {
		for (String property : new String[] { "discovery.enabled=false", "spring.cloud.discovery.enabled=false" }) {
			this.eureka.withPropertyValues(property)
				.run((context) -> assertThat(context).hasNotFailed()
					.doesNotHaveBean(ServiceBackend.class)
					.doesNotHaveBean(RegistryHttpClient.class));
		}
	}

	@Test
	void makesWayForABackendOrARegistrarOfTheApplication() {
		this.eureka.withBean(ScriptedBackend.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ServiceBackend.class)
				.doesNotHaveBean(EurekaServers.class));
		this.eureka.withBean(ServiceRegistrar.class, RegisteringApplication::registrar)
			.run((context) -> assertThat(context).hasSingleBean(ServiceRegistrar.class)
				.hasSingleBean(EurekaBackend.class)
				.doesNotHaveBean(EurekaRegistrar.class));
	}

	@Test
	void hasDefaultsThatSuitAServerBesideIt() {
		this.eureka.run((context) -> {
			EurekaSettings settings = context.getBean(EurekaSettings.class);
			assertThat(settings.urls()).containsExactly(URI.create("http://localhost:8761/eureka"));
			assertThat(settings.reading().fetchInterval()).isEqualTo(Duration.ofSeconds(5));
			assertThat(settings.registration()).isEqualTo(EurekaRegistration.DEFAULT);
			assertThat(context.getBean(ServiceRegistrar.class).propagation()).isEqualTo(Duration.ofSeconds(6));
			assertThat(context.getBean(ServiceBackend.class).recovery()).isEqualTo(Duration.ofSeconds(70));
		});
	}

	@Test
	void takesEverythingFromItsProperties() {
		this.eureka
			.withPropertyValues("discovery.eureka.urls=http://a:1/eureka/, http://b/x",
					"discovery.eureka.fetch-interval=2s", "discovery.eureka.regions=east,west",
					"discovery.eureka.registration.heartbeat=2s", "discovery.eureka.registration.lease=6s",
					"discovery.eureka.registration.vip-addresses=orders,shop",
					"discovery.eureka.registration.ip-address=10.9.9.9",
					"discovery.eureka.registration.home-page-path=/home",
					"discovery.eureka.registration.status-page-path=/up",
					"discovery.eureka.registration.health-check-path=/alive")
			.run((context) -> {
				EurekaSettings settings = context.getBean(EurekaSettings.class);
				assertThat(settings.urls()).containsExactly(URI.create("http://a:1/eureka"), URI.create("http://b/x"));
				assertThat(settings.reading().regions()).containsExactly("east", "west");
				assertThat(settings.registration()).isEqualTo(new EurekaRegistration(Duration.ofSeconds(2),
						Duration.ofSeconds(6), List.of("orders", "shop"), "10.9.9.9", "/home", "/up", "/alive"));
			});
	}

	@Test
	void asksTheServersOfItsOwnZoneFirst() {
		this.eureka
			.withPropertyValues("discovery.registration.zone=b", "discovery.eureka.zones.a.urls=http://a1,http://a2",
					"discovery.eureka.zones.b.urls=http://b1", "discovery.eureka.zones.c.urls=http://c1,http://b1",
					"discovery.eureka.urls=http://rest")
			.run((context) -> assertThat(context.getBean(EurekaSettings.class).urls()).extracting(URI::getHost)
				.containsExactly("b1", "a1", "a2", "c1", "rest"));
	}

	@Test
	void sendsEachPasswordToItsOwnServerOnly(CapturedOutput output) {
		List<String> one = new CopyOnWriteArrayList<>();
		List<String> two = new CopyOnWriteArrayList<>();
		List<String> three = new CopyOnWriteArrayList<>();
		int first = serve(one);
		int second = serve(two);
		int elsewhere = serve(three);
		this.eureka
			.withPropertyValues("logging.level.dev.discovery=trace",
					"discovery.eureka.urls=http://%C3%BCser:first%2Fcanary%40@localhost:" + first
							+ "/eureka,http://localhost:" + second + "/eureka",
					"discovery.eureka.username=orders", "discovery.eureka.password=second: canary")
			.run((context) -> {
				assertThat(context.getBean(EurekaSettings.class).toString()).doesNotContain("canary");
				ask(context, first);
				ask(context, second);
				ask(context, elsewhere);
			});
		assertThat(one).containsExactly(basic("üser:first/canary@"));
		assertThat(two).containsExactly(basic("orders:second: canary"));
		assertThat(three).containsExactly("null");
		assertThat(output).doesNotContain("canary");
	}

	@Test
	void asksConnectionDetailsInPlaceOfTheProperties() {
		List<String> sent = new CopyOnWriteArrayList<>();
		int port = serve(sent);
		this.eureka
			.withPropertyValues("discovery.eureka.urls=wrong", "discovery.eureka.username=wrong",
					"discovery.eureka.ssl.bundle=wrong")
			.withBean(EurekaConnectionDetails.class,
					() -> () -> List.of(URI.create("http://fixed:canary@localhost:" + port + "/eureka")))
			.run((context) -> {
				assertThat(context.getBean(EurekaSettings.class).urls())
					.containsExactly(URI.create("http://localhost:" + port + "/eureka"));
				ask(context, port);
			});
		assertThat(sent).containsExactly(basic("fixed:canary"));
	}

	private int serve(List<String> authorizations) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/", (exchange) -> {
				authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
				exchange.sendResponseHeaders(204, -1);
				exchange.close();
			});
			server.start();
			this.servers.add(server);
			return server.getAddress().getPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void ask(ApplicationContext context, int port) throws Exception {
		context.getBean(RegistryHttpClient.class)
			.exchange(RegistryRequest.get(URI.create("http://localhost:" + port + "/eureka/apps")))
			.toCompletableFuture()
			.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
	}

	private static String basic(String userAndPassword) {
		return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
	}

}
