package dev.discovery.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.eureka.EurekaBackendAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.autoconfigure.registration.RegistrationAutoConfiguration;
import dev.discovery.backend.eureka.EurekaRegistration;
import dev.discovery.backend.eureka.EurekaSettings;
import dev.discovery.cloud.registry.RegistrationSettings;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What those find who come from Spring Cloud Netflix and change nothing but the
 * dependency.
 */
@ExtendWith(OutputCaptureExtension.class)
class EurekaMigrationTests {

	private final ApplicationContextRunner eureka = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DiscoveryAutoConfiguration.class, EurekaBackendAutoConfiguration.class))
		.withPropertyValues("discovery.backend=eureka");

	@Test
	void readsWhereSpringCloudLookedInAnySpellingAndSaysWhatToWrite(CapturedOutput output) {
		for (String name : List.of("eureka.client.service-url.defaultZone", "eureka.client.serviceUrl.defaultZone",
				"eureka.client.service-url.default-zone", "eureka.client.service-url.default_zone")) {
			assertUrls(List.of("http://a:1/eureka", "http://b/eureka"),
					name + "=http://user:canary@a:1/eureka/,http://b/eureka/");
		}
		assertThat(output)
			.contains("eureka.client.service-url.defaultZone says where Eureka is, since neither"
					+ " discovery.eureka.urls nor discovery.eureka.zones.<zone>.urls is set: write"
					+ " discovery.eureka.urls=http://***@a:1/eureka,http://b/eureka instead")
			.doesNotContain("canary");
	}

	@Test
	void readsTheVariableThatSpringCloudRead() {
		this.eureka
			.withInitializer((context) -> TestPropertyValues.of("EUREKA_CLIENT_SERVICEURL_DEFAULTZONE=http://a/eureka")
				.applyTo(context.getEnvironment(), TestPropertyValues.Type.SYSTEM_ENVIRONMENT,
						"test-systemEnvironment"))
			.run((context) -> assertThat(context.getBean(EurekaSettings.class).urls())
				.containsExactly(URI.create("http://a/eureka")));
	}

	@Test
	void staysWithOwnPropertiesWhereTheyAreSet(CapturedOutput output) {
		String other = "eureka.client.service-url.defaultZone=http://other/eureka";
		assertUrls(List.of("http://mine/eureka"), other, "discovery.eureka.urls=http://mine/eureka");
		assertUrls(List.of("http://mine/eureka"), other, "discovery.eureka.zones.a.urls=http://mine/eureka");
		assertUrls(List.of("http://localhost:8761/eureka"), "eureka.client.service-url.otherZone=http://other/eureka");
		assertUrls(List.of("http://localhost:8761/eureka"), "eureka.client.service-url.defaultZone=");
		assertThat(output).doesNotContain("defaultZone");
	}

	@Test
	void describesTheInstanceAsSpringCloudWasTold(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run("eureka.instance.hostname=orders.example.com",
				"eureka.instance.instance-id=orders-7", "eureka.instance.appname=shop",
				"eureka.instance.non-secure-port=7000", "eureka.instance.metadata-map.tier=gold",
				"eureka.instance.metadataMap.a.b=c", "eureka.instance.leaseRenewalIntervalInSeconds=7",
				"eureka.instance.lease-expiration-duration-in-seconds=21",
				"eureka.instance.virtual-host-name=orders,shop", "eureka.instance.ip-address=10.9.9.9",
				"eureka.instance.home-page-url-path=/home", "eureka.instance.status-page-url-path=/up",
				"eureka.instance.health-check-url-path=/alive", "eureka.client.registry-fetch-interval-seconds=9",
				"eureka.client.fetch-remote-regions-registry=east", "eureka.client.register-with-eureka=false")) {
			RegistrationSettings settings = context.getBean(RegistrationSettings.class);
			assertThat(settings.host()).isEqualTo("orders.example.com");
			assertThat(settings.instanceId()).isEqualTo("orders-7");
			assertThat(settings.serviceId()).isEqualTo("shop");
			assertThat(settings.port()).isEqualTo(7000);
			assertThat(settings.enabled()).isFalse();
			assertThat(settings.metadata()).containsAllEntriesOf(Map.of("tier", "gold", "a.b", "c"));
			EurekaSettings eureka = context.getBean(EurekaSettings.class);
			assertThat(eureka.registration()).isEqualTo(new EurekaRegistration(Duration.ofSeconds(7),
					Duration.ofSeconds(21), List.of("orders", "shop"), "10.9.9.9", "/home", "/up", "/alive"));
			assertThat(eureka.reading().fetchInterval()).isEqualTo(Duration.ofSeconds(9));
			assertThat(eureka.reading().regions()).containsExactly("east");
		}
		assertThat(output).containsOnlyOnce("These properties of Spring Cloud Netflix are used, since ours aren't set:"
				+ " eureka.instance.hostname (write discovery.registration.host), eureka.instance.instance-id");
	}

	@Test
	void readsASecurePort() {
		try (ConfigurableApplicationContext context = run("eureka.instance.secure-port-enabled=true",
				"eureka.instance.secure-port=8443", "eureka.instance.non-secure-port=7000")) {
			assertThat(context.getBean(RegistrationSettings.class).port()).isEqualTo(8443);
			assertThat(context.getBean(RegistrationSettings.class).secure()).isTrue();
		}
	}

	@Test
	void takesThePortOfTheServerWhereTheirsIsLeftToChance() {
		for (String port : List.of("0", "${server.port}")) {
			try (ConfigurableApplicationContext context = run("server.port=0",
					"eureka.instance.non-secure-port=" + port)) {
				assertThat(context.getBean(RegistrationSettings.class).port()).isNull();
			}
		}
	}

	@Test
	void namesNoHostWhereAnAddressIsPreferred() {
		String host = "eureka.instance.hostname=localhost";
		try (ConfigurableApplicationContext context = run(host, "eureka.instance.prefer-ip-address=true")) {
			assertThat(context.getBean(RegistrationSettings.class).host()).isNull();
		}
		try (ConfigurableApplicationContext context = run(host, "eureka.instance.preferIpAddress=true",
				"eureka.instance.ip-address=10.9.9.9")) {
			assertThat(context.getBean(RegistrationSettings.class).host()).isEqualTo("10.9.9.9");
		}
		try (ConfigurableApplicationContext context = run(host, "eureka.instance.prefer-ip-address=false")) {
			assertThat(context.getBean(RegistrationSettings.class).host()).isEqualTo("localhost");
		}
	}

	@Test
	void readsThemHoweverTheBackendIsSpelled() {
		try (ConfigurableApplicationContext context = run("discovery.backend=EUREKA",
				"eureka.instance.hostname=theirs")) {
			assertThat(context.getBean(RegistrationSettings.class).host()).isEqualTo("theirs");
		}
	}

	@Test
	void prefersOwnPropertiesOneByOne() {
		try (ConfigurableApplicationContext context = run("eureka.instance.hostname=theirs",
				"discovery.registration.host=ours", "eureka.instance.instance-id=theirs",
				"eureka.instance.metadata-map.a=theirs", "eureka.instance.metadata-map.b=theirs",
				"discovery.registration.metadata.a=ours")) {
			RegistrationSettings settings = context.getBean(RegistrationSettings.class);
			assertThat(settings.host()).isEqualTo("ours");
			assertThat(settings.instanceId()).isEqualTo("theirs");
			assertThat(settings.metadata()).containsAllEntriesOf(Map.of("a", "ours", "b", "theirs"));
		}
	}

	@Test
	void readsWhatSpringCloudReadWhereEurekaIsOneOfSeveralRegistries() {
		try (ConfigurableApplicationContext context = run("discovery.registries.old.backend=eureka",
				"discovery.registries.next.backend=in-memory", "eureka.instance.hostname=theirs")) {
			assertThat(context.getBean(RegistrationSettings.class).host()).isEqualTo("theirs");
		}
	}

	@Test
	void leavesOtherBackendsAlone(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run("discovery.backend=in-memory",
				"eureka.instance.hostname=theirs")) {
			assertThat(context.getBean(RegistrationSettings.class).host()).isNull();
		}
		assertThat(output).doesNotContain("Netflix");
	}

	@Test
	void namesWhatIsNoNumberAsItWasWritten() {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> run("eureka.instance.lease-renewal-interval-in-seconds=soon"))
			.withMessage("eureka.instance.lease-renewal-interval-in-seconds='soon': is not a number of seconds");
	}

	private void assertUrls(List<String> urls, String... properties) {
		this.eureka.withPropertyValues(properties)
			.run((context) -> assertThat(context.getBean(EurekaSettings.class).urls()).map(URI::toString)
				.isEqualTo(urls));
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "spring.application.name=orders")
			.run(arguments(properties));
	}

	private static String[] arguments(String... properties) {
		Stream<String> backend = Stream.of(properties)
			.anyMatch((property) -> property.matches("discovery\\.(backend|registries\\..*)=.*")) ? Stream.of()
					: Stream.of("discovery.backend=eureka");
		return Stream.concat(backend, Stream.of(properties)).map((property) -> "--" + property).toArray(String[]::new);
	}

	/**
	 * As little as there can be.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ RegistriesAutoConfiguration.class, EurekaBackendAutoConfiguration.class,
			InMemoryBackendAutoConfiguration.class, DiscoveryAutoConfiguration.class,
			RegistrationAutoConfiguration.class })
	static class Application {

	}

}
