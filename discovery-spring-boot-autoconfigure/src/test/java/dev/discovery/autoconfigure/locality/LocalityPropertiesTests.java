package dev.discovery.autoconfigure.locality;

import java.util.Arrays;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.balancing.ConfiguredBalancing;
import dev.discovery.autoconfigure.balancing.LoadBalancerProperties;
import dev.discovery.autoconfigure.balancing.PolicyNames;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.locality.Capacity;
import dev.discovery.balancing.locality.Nearness;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.FailureListener;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.Pulse;
import dev.discovery.model.Instance;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.Locality;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LocalityProperties}.
 */
class LocalityPropertiesTests {

	@ParameterizedTest
	@CsvSource({ "discovery.locality.zone", "spring.cloud.loadbalancer.zone", "discovery.registration.zone" })
	void knowsTheOwnZoneWhereverItIsSaid(String property) {
		assertThat(tiers(configured(property + "=eu-a").apply("orders"), "eu/eu-b", "eu/eu-a"))
			.containsExactly("zone eu-a", "elsewhere");
	}

	@Test
	void ordersOtherRegionsByTheLatencyFromHere() {
		BalancingSettings settings = configured("discovery.locality.region=eu", "discovery.locality.latency.eu.us=90ms",
				"discovery.locality.latency.eu.ap=200", "discovery.locality.latency.us.ap=1ms")
			.apply("orders");
		assertThat(tiers(settings, "ap/a", "us/a", "eu/a")).containsExactly("region eu", "region us", "region ap");
	}

	@Test
	void canBeSwitchedOffForAService() {
		ConfiguredBalancing configured = configured("discovery.locality.zone=eu-a",
				"discovery.load-balancer.services.orders.prefer-near=false",
				"discovery.load-balancer.services.orders.min-capacity=10");
		assertThat(configured.apply("orders").placement().nearness()).isSameAs(Nearness.EQUAL);
		assertThat(configured.apply("orders").placement().capacity()).isEqualTo(new Capacity(10));
		assertThat(tiers(configured.apply("stock"), "eu/eu-b", "eu/eu-a")).containsExactly("zone eu-a", "elsewhere");
		assertThat(configured.apply("stock").placement().capacity()).isEqualTo(Capacity.ANY);
	}

	@Test
	void makesNoDifferenceUnlessThePlaceIsKnown() {
		assertThat(tiers(configured().apply("orders"), "eu/eu-b", "eu/eu-a")).containsExactly("");
	}

	@Test
	void registersWhereItCallsFrom() {
		assertThat(OwnLocality.ofInstance(environment("discovery.locality.region=eu", "discovery.locality.zone= ",
				"discovery.registration.zone=eu-b")))
			.isEqualTo(Locality.of("eu", "eu-b"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "discovery.locality.latitude=50 | discovery.locality.longitude | is missing",
					"discovery.locality.longitude=8 | discovery.locality.latitude | is missing",
					"discovery.locality.latency.eu.us=-1ms | discovery.locality.latency.eu.us | must not be negative",
					"discovery.load-balancer.min-capacity=-1 | discovery.load-balancer.min-capacity | must be from 0" })
	void saysWhichPropertyIsWrong(String pair, String property, String why) {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class).isThrownBy(() -> configured(pair))
			.withMessageContaining(property)
			.withMessageContaining(why);
	}

	@Test
	void saysThatAPlaceIsNotOnTheEarth() {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> configured("discovery.locality.latitude=91", "discovery.locality.longitude=0"))
			.withMessageContaining("discovery.locality.latitude")
			.withMessageContaining("must be from -90");
	}

	private static Stream<String> tiers(BalancingSettings settings, String... places) {
		VirtualTime time = new VirtualTime();
		Candidate[] candidates = Arrays.stream(places).map((place) -> {
			String[] parts = place.split("/");
			return new Candidate(Instance.builder("orders", place.replace('/', '.'), 80)
				.locality(Locality.of(parts[0], parts[1]))
				.build(), new InstanceStats(time, new Pulse(time), FailureListener.NONE));
		}).toArray(Candidate[]::new);
		return settings.placement().nearness().tiers(candidates).stream().map(Nearness.Tier::where);
	}

	private static ConfiguredBalancing configured(String... pairs) {
		Environment environment = environment(pairs);
		LoadBalancerProperties properties = Binder.get(environment)
			.bindOrCreate("discovery.load-balancer", LoadBalancerProperties.class);
		return new ConfiguredBalancing(properties, LocalityProperties.nearness(environment),
				new PolicyNames(Stream.empty()), environment);
	}

	private static StandardEnvironment environment(String... pairs) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(pairs).applyTo(environment);
		return environment;
	}

}
