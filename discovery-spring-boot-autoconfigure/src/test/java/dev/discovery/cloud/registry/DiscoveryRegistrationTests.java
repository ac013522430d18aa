package dev.discovery.cloud.registry;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.test.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DiscoveryRegistration}.
 */
class DiscoveryRegistrationTests {

	private final VirtualTime time = new VirtualTime();

	@Test
	void saysThatItsAddressIsNotKnownYet() {
		DiscoveryRegistration registration = registration(null, null, null);
		assertThat(registration.getPort()).isZero();
		assertThat(registration.getServiceId()).isEqualTo("orders");
		assertThat(registration.getMetadata()).containsEntry("team", "blue");
		assertThat(registration.getScheme()).isEqualTo("http");
		assertThat(registration).hasToString("orders (not registered yet)");
		assertThatIllegalStateException().isThrownBy(registration::getUri)
			.withMessageStartingWith("The URI of this application's registration isn't known yet");
		assertThatIllegalStateException().isThrownBy(registration::getInstanceId)
			.withMessageStartingWith("The instance id of this application's registration isn't known yet");
		assertThatIllegalStateException().isThrownBy(registration::getHost);
	}

	@Test
	void saysWhatIsConfiguredBefore() {
		DiscoveryRegistration registration = registration("orders-1", "orders.example", 9999);
		assertThat(registration.getPort()).isEqualTo(9999);
		assertThat(registration.getInstanceId()).isEqualTo("orders-1");
		assertThat(registration.getHost()).isEqualTo("orders.example");
		assertThat(registration.getUri()).isEqualTo(URI.create("http://orders.example:9999"));
	}

	@Test
	void knowsItsAddressOnceTheServersHaveStarted() {
		DiscoveryRegistration registration = registration(null, null, null);
		registration.settle("10.0.0.5", 8080, Map.of());
		assertThat(registration.getUri()).isEqualTo(URI.create("http://10.0.0.5:8080"));
		assertThat(registration.getInstanceId()).isEqualTo("orders-10.0.0.5-8080");
		assertThat(registration.getHost()).isEqualTo("10.0.0.5");
		assertThat(registration.getPort()).isEqualTo(8080);
	}

	@Test
	void takesMetadataUntilItRegisters() {
		DiscoveryRegistration registration = registration(null, null, null);
		registration.getMetadata().put("early", "1");
		registration.settle("10.0.0.5", 8080, Map.of("management.port", "9000", "team", "contributed"));
		registration.getMetadata().put("late", "2");
		Instance sealed = registration.seal();
		assertThat(sealed.getMetadata())
			.containsExactlyInAnyOrderEntriesOf(Map.of("team", "blue", "early", "1", "late", "2", "management.port",
					"9000", "zone", "a", "discovery.registered-at", Long.toString(this.time.millis())));
		assertThat(registration.getMetadata()).isEqualTo(sealed.getMetadata());
	}

	@Test
	void carriesANewStampAndANewPortAfterARestart() {
		DiscoveryRegistration registration = registration(null, null, null);
		registration.settle("10.0.0.5", 8080, Map.of("management.port", "9000"));
		registration.seal();
		this.time.advance(Duration.ofSeconds(5));
		registration.settle("10.0.0.5", 8081, Map.of("management.port", "9001"));
		assertThat(registration.seal().getMetadata()).containsEntry("management.port", "9001")
			.containsEntry("discovery.registered-at", Long.toString(this.time.millis()));
		assertThat(registration.getPort()).isEqualTo(8081);
	}

	@Test
	void saysWhereToSetAMissingName() {
		DiscoveryRegistration nameless = new DiscoveryRegistration(
				new RegistrationSettings(false, null, null, null, null, true, Map.of(), Locality.UNKNOWN, null),
				this.time);
		assertThatIllegalStateException().isThrownBy(nameless::getServiceId)
			.withMessage("This application has no service id: set spring.application.name");
		assertThat(nameless.getScheme()).isEqualTo("https");
	}

	private DiscoveryRegistration registration(@Nullable String instanceId, @Nullable String host,
			@Nullable Integer port) {
		return new DiscoveryRegistration(new RegistrationSettings(true, "orders", instanceId, host, port, false,
				Map.of("team", "blue"), Locality.of(null, "a"), null), this.time);
	}

}
