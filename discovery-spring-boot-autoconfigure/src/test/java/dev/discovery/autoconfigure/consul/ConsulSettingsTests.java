package dev.discovery.autoconfigure.consul;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.backend.consul.ConsulReading;
import dev.discovery.backend.consul.ConsulReading.Consistency;
import dev.discovery.backend.consul.ConsulReading.Selection;
import dev.discovery.backend.consul.ConsulRegistration;
import dev.discovery.backend.consul.ConsulRegistration.Check;
import dev.discovery.backend.consul.ConsulRegistration.Weights;
import dev.discovery.backend.consul.ConsulSettings;
import dev.discovery.backend.consul.ConsulSettings.Tenancy;
import dev.discovery.backend.http.RegistryHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each property under {@code discovery.consul} becomes.
 */
class ConsulSettingsTests {

	private static final String TTL = "discovery.consul.registration.check.ttl=9s";

	private static final Selection GENERAL = new Selection(List.of("dc1"), List.of("blue"), "a == b");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DiscoveryAutoConfiguration.class, ConsulBackendAutoConfiguration.class))
		.withPropertyValues("discovery.backend=consul");

	static Arguments[] places() {
		return new Arguments[] { mapped(ConsulSettings::urls, uris("http://consul:8501"), "url=http://consul:8501"),
				mapped(ConsulSettings::urls, uris("https://consul/base"), "url= HTTPS://consul/base/ "),
				mapped(ConsulSettings::urls, uris("http://[::1]:8500"), "url=http://[::1]:8500"),
				mapped(ConsulSettings::urls, uris("http://a:1", "http://b:2"),
						"urls=http://a:1,http://b:2/,http://a:1/"),
				mapped(ConsulSettings::tenancy, new Tenancy("team", null), "namespace=team"),
				mapped(ConsulSettings::tenancy, new Tenancy(null, "west"), "partition=west", "namespace=") };
	}

	static Arguments[] readings() {
		return new Arguments[] { read(ConsulReading::maxWait, Duration.ofSeconds(1), "wait=1s"),
				read(ConsulReading::maxWait, Duration.ofMinutes(10), "wait=10m"),
				read(ConsulReading::maxPolls, 180, "max-polls=180"),
				read(ConsulReading::consistency, Consistency.CONSISTENT, "consistency=consistent"),
				read(ConsulReading::consistency, Consistency.DEFAULT, "consistency=default"),
				read(ConsulReading::warningIsUp, true, "warning-is-up=true"),
				read(ConsulReading::near, "_agent", "near=_agent"), read(ConsulReading::near, null, "near="),
				read(ConsulReading::taggedAddress, "wan", "tagged-address=wan"),
				read(ConsulReading::byDefault, GENERAL, "datacenter=dc1", "tags=blue", "filter=a == b"),
				read(ConsulReading::byDefault, GENERAL, "datacenters=dc1", "tags=blue", "filter=a == b") };
	}

	static Arguments[] registrations() {
		return new Arguments[] {
				registered(ConsulRegistration::check, new Check.Ttl(Duration.ofSeconds(9), Duration.ofSeconds(3)),
						"check.ttl=9s"),
				registered(ConsulRegistration::check, new Check.Ttl(Duration.ofSeconds(30), Duration.ofSeconds(4)),
						"check.type=ttl", "check.heartbeat=4s"),
				registered(ConsulRegistration::check,
						new Check.Http(null, Duration.ofSeconds(10), Duration.ofSeconds(5), true), "check.type=http"),
				registered(ConsulRegistration::check,
						new Check.Http("/up", Duration.ofSeconds(3), Duration.ofSeconds(2), false), "check.type=http",
						"check.path=/up", "check.interval=3s", "check.timeout=2s", "check.verify-tls=false"),
				registered(ConsulRegistration::check, new Check.Tcp(Duration.ofSeconds(3), Duration.ofSeconds(2)),
						"check.type=tcp", "check.interval=3s", "check.timeout=2s"),
				registered(ConsulRegistration::check, new Check.None(), "check.type=none"),
				registered(ConsulRegistration::deregisterCriticalAfter, Duration.ofMinutes(1),
						"deregister-critical-after=1m"),
				registered(ConsulRegistration::deregisterCriticalAfter, null, "deregister-critical-after=0"),
				registered(ConsulRegistration::tagOverride, true, "tag-override=true"),
				registered(ConsulRegistration::weights, new Weights(10, 0), "weights.passing=10", "weights.warning=0"),
				registered(ConsulRegistration::weights, new Weights(65535, 1), "weights.passing=65535"),
				registered(ConsulRegistration::weights, new Weights(1, 5), "weights.warning=5"),
				registered(ConsulRegistration::managementService, true, "management-service=true") };
	}

	@Test
	void needNoPropertyAtAll() {
		this.runner.run((context) -> {
			assertThat(context.getBean(ConsulSettings.class)).isEqualTo(new ConsulSettings(
					uris("http://localhost:8500"), Tenancy.DEFAULT, ConsulReading.DEFAULT, ConsulRegistration.DEFAULT));
			assertThat(context.getBean(ConsulProperties.class).toHttpSettings())
				.isEqualTo(RegistryHttpClient.Settings.DEFAULT);
		});
	}

	@ParameterizedTest(name = "{2}")
	@MethodSource({ "places", "readings", "registrations" })
	void holdWhatIsConfigured(Function<ConsulSettings, @Nullable Object> setting, @Nullable Object expected,
			String[] properties) {
		this.runner.withPropertyValues(properties)
			.run((context) -> assertThat(setting.apply(context.getBean(ConsulSettings.class))).isEqualTo(expected));
	}

	@Test
	void haveTheLimitsOfTheHttpClient() {
		this.runner.withPropertyValues("discovery.consul.connect-timeout=300ms", "discovery.consul.max-answer-size=2MB")
			.run((context) -> assertThat(context.getBean(ConsulProperties.class).toHttpSettings())
				.isEqualTo(new RegistryHttpClient.Settings(Duration.ofMillis(300), 2 * 1024 * 1024, 2)));
		this.runner.withPropertyValues("discovery.consul.max-answer-size=1GB")
			.run((context) -> assertThat(context.getBean(ConsulProperties.class).toHttpSettings().maxBody())
				.isEqualTo(1024 * 1024 * 1024));
	}

	@Test
	void whatIsNotSetForAServiceIsAsForAll() {
		this.runner
			.withPropertyValues("discovery.consul.datacenters=dc1", "discovery.consul.tags=blue",
					"discovery.consul.filter=a == b", "discovery.consul.services.one.datacenters=dc2,dc3",
					"discovery.consul.services.two.tags=green", "discovery.consul.services.three.filter=c == d",
					"discovery.consul.services.four.tags=", "discovery.consul.services[my_five.six].filter=")
			.run((context) -> {
				ConsulReading reading = context.getBean(ConsulSettings.class).reading();
				assertThat(reading.byDefault()).isEqualTo(GENERAL);
				assertThat(reading.services())
					.isEqualTo(Map.of("one", new Selection(List.of("dc2", "dc3"), GENERAL.tags(), GENERAL.filter()),
							"two", new Selection(GENERAL.datacenters(), List.of("green"), GENERAL.filter()), "three",
							new Selection(GENERAL.datacenters(), GENERAL.tags(), "c == d"), "four",
							new Selection(GENERAL.datacenters(), List.of(), GENERAL.filter()), "my_five.six",
							new Selection(GENERAL.datacenters(), GENERAL.tags(), null)));
			});
	}

	@Test
	void ignoreWhatBelongsToAnotherTypeOfCheck() {
		this.runner
			.withPropertyValues("discovery.consul.registration.check.type=none", TTL,
					"discovery.consul.registration.check.heartbeat=10s")
			.run((context) -> assertThat(context.getBean(ConsulSettings.class).registration().check())
				.isEqualTo(new Check.None()));
	}

	private static Arguments mapped(Function<ConsulSettings, @Nullable Object> setting, @Nullable Object expected,
			String... properties) {
		return arguments(setting, expected, "discovery.consul.", properties);
	}

	private static Arguments read(Function<ConsulReading, @Nullable Object> setting, @Nullable Object expected,
			String... properties) {
		return arguments((settings) -> setting.apply(settings.reading()), expected, "discovery.consul.", properties);
	}

	private static Arguments registered(Function<ConsulRegistration, @Nullable Object> setting,
			@Nullable Object expected, String... properties) {
		return arguments((settings) -> setting.apply(settings.registration()), expected,
				"discovery.consul.registration.", properties);
	}

	private static Arguments arguments(Function<ConsulSettings, @Nullable Object> setting, @Nullable Object expected,
			String prefix, String... properties) {
		String[] full = new String[properties.length];
		for (int i = 0; i < full.length; i++) {
			full[i] = prefix + properties[i];
		}
		return Arguments.of(setting, expected, full);
	}

	private static List<URI> uris(String... urls) {
		return List.of(urls).stream().map(URI::create).toList();
	}

}
