package dev.discovery.autoconfigure;

import java.time.InstantSource;
import java.util.Map;

import dev.discovery.cloud.registry.DiscoveryRegistration;
import dev.discovery.cloud.registry.RegistrationSettings;
import dev.discovery.model.Locality;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.cloud.client.serviceregistry.Registration;

import static org.assertj.core.api.Assertions.assertThat;

class OwnIdentityTests {

	private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

	private final OwnIdentity identity = new OwnIdentity(this.beans.getBeanProvider(Registration.class), "a1b2");

	@Test
	void isTheOwnInstanceId() {
		this.beans.addBean("registration", registration("web-7", 80));
		assertThat(this.identity.get()).isEqualTo("web-7");
	}

	@Test
	void isSomethingElseUntilThatIsKnown() {
		assertThat(this.identity.get()).isEqualTo("a1b2");
		this.beans.addBean("registration", registration(null, null));
		assertThat(this.identity.get()).isEqualTo("a1b2");
	}

	@Test
	void isTheInstanceIdOnceItIsKnown() {
		assertThat(this.identity.get()).isEqualTo("a1b2");
		this.beans.addBean("registration", registration(null, 80));
		assertThat(this.identity.get()).isEqualTo("web-10.0.0.1-80");
	}

	private static DiscoveryRegistration registration(String instanceId, Integer port) {
		return new DiscoveryRegistration(new RegistrationSettings(true, "web", instanceId, "10.0.0.1", port, false,
				Map.of(), Locality.UNKNOWN, null), InstantSource.system());
	}

}
