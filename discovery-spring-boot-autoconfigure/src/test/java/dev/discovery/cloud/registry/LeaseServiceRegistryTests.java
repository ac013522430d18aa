package dev.discovery.cloud.registry;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Lease;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.memory.InMemoryRegistrar;
import dev.discovery.backend.memory.InMemoryRegistry;
import dev.discovery.backend.memory.InMemorySettings;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.time.Randomness;
import dev.discovery.time.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.serviceregistry.Registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LeaseServiceRegistryTests {

	private final VirtualTime time = new VirtualTime();

	private final InMemorySettings settings = InMemorySettings.DEFAULT.withRegistry("lease-" + UUID.randomUUID());

	private final InMemoryRegistry backing = InMemoryRegistry.acquire(this.settings.registry());

	private final InMemoryRegistrar registrar = new InMemoryRegistrar(
			new BackendRuntime("in-memory", this.time, this.time, Randomness.seeded(1), RegistryObserver.NONE),
			this.settings);

	private final LeaseServiceRegistry registry = new LeaseServiceRegistry(this.registrar);

	@AfterEach
	void release() {
		this.registrar.close();
		this.backing.release();
	}

	@Test
	void registersWhateverRegistrationItIsGivenAsUp() {
		Foreign foreign = new Foreign("billing", 8081);
		this.registry.register(foreign);
		this.time.advance(Duration.ofMinutes(5));
		assertThat(this.backing.instances("billing")).singleElement().satisfies((instance) -> {
			assertThat(instance.getPort()).isEqualTo(8081);
			assertThat(instance.getHealth()).isEqualTo(Health.UP);
		});
		assertThat(this.registry.states()).containsExactly(Lease.State.HELD);
		this.registry.deregister(foreign);
		assertThat(this.backing.instances("billing")).isEmpty();
		assertThat(this.registry.states()).isEmpty();
	}

	@Test
	void keepsSeveralRegistrationsApart() {
		this.registry.register(new Foreign("billing", 8081));
		this.registry.register(new Foreign("billing", 8082));
		this.registry.deregister(new Foreign("billing", 8081));
		assertThat(this.backing.instances("billing")).extracting(Instance::getPort).containsExactly(8082);
		assertThat(this.registry.states()).containsExactly(Lease.State.HELD);
		this.registry.close();
		assertThat(this.backing.instances("billing")).isEmpty();
	}

	@Test
	void letsAStatusSetByHandStandAboveReadinessUntilItIsUpAgain() {
		Foreign foreign = new Foreign("billing", 8081);
		this.registry.register(foreign);
		this.registry.setStatus(foreign, "out-of-service");
		this.registry.report(foreign, Health.UP);
		assertThat(health()).isEqualTo(Health.OUT_OF_SERVICE);
		assertThat(this.registry.<Map<String, String>>getStatus(foreign)).containsEntry("status", "OUT_OF_SERVICE")
			.containsEntry("lease", "HELD");
		this.registry.setStatus(foreign, "UP");
		assertThat(health()).isEqualTo(Health.UP);
		this.registry.report(foreign, Health.DOWN);
		assertThat(health()).isEqualTo(Health.DOWN);
	}

	@Test
	void saysWhichStatusThereIs() {
		Foreign foreign = new Foreign("billing", 8081);
		this.registry.register(foreign);
		assertThatExceptionOfType(UnknownStatusException.class)
			.isThrownBy(() -> this.registry.setStatus(foreign, "fine"))
			.withMessage("The status 'fine' can't be set: use UP, DOWN or OUT_OF_SERVICE");
	}

	private Health health() {
		return this.backing.instances("billing").get(0).getHealth();
	}

	private static final class Foreign extends DefaultServiceInstance implements Registration {

		Foreign(String serviceId, int port) {
			super(serviceId + "-" + port, serviceId, "localhost", port, false);
		}

	}

}
