package dev.discovery.backend.composite;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.Lease;
import dev.discovery.backend.Lease.State;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class CompositeRegistrarTests {

	private static final Instance SELF = ScriptedBackend.instance("orders", 1);

	private final Scripted old = new Scripted(Duration.ofSeconds(2), null);

	private final Scripted next = new Scripted(Duration.ofSeconds(40),
			InetSocketAddress.createUnresolved("eureka", 8761));

	private final CompositeRegistrar registrar = registrar();

	private CompositeRegistrar registrar() {
		Map<String, ServiceRegistrar> registrars = new LinkedHashMap<>();
		registrars.put("old", this.old);
		registrars.put("next", this.next);
		return new CompositeRegistrar(registrars);
	}

	@Test
	void registersInAllAndSaysHowItStandsInEach() {
		Lease lease = this.registrar.register(SELF, Health.STARTING);
		assertThat(this.old.health).isEqualTo(Health.STARTING);
		assertThat(this.next.health).isEqualTo(Health.STARTING);
		assertThat(lease.state()).isEqualTo(State.PENDING);
		this.old.state = State.HELD;
		assertThat(lease.state()).isEqualTo(State.PENDING);
		assertThat(this.registrar.statesOf(SELF.getInstanceId())).containsExactly(Map.entry("old", State.HELD),
				Map.entry("next", State.PENDING));
		this.next.state = State.HELD;
		assertThat(lease.state()).isEqualTo(State.HELD);
		this.old.state = State.INTERRUPTED;
		assertThat(lease.state()).isEqualTo(State.INTERRUPTED);
		assertThat(this.registrar.states("old")).containsExactly(State.INTERRUPTED);
		assertThat(this.registrar.states("next")).containsExactly(State.HELD);
		assertThat(this.registrar.states("other")).isEmpty();
	}

	@Test
	void reportsHealthToAll() {
		this.registrar.register(SELF, Health.STARTING).report(Health.UP);
		assertThat(this.old.health).isEqualTo(Health.UP);
		assertThat(this.next.health).isEqualTo(Health.UP);
	}

	@Test
	void leavesAllThoughOneCanNotBeTold() {
		Lease lease = this.registrar.register(SELF, Health.UP);
		CompletableFuture<Void> released = lease.release().toCompletableFuture();
		assertThat(lease.state()).isEqualTo(State.RELEASED);
		assertThat(this.registrar.states("old")).isEmpty();
		this.next.released.complete(null);
		assertThat(released).isNotDone();
		this.old.released.completeExceptionally(ScriptedBackend.outage());
		assertThat(released).isCompletedExceptionally();
	}

	@Test
	void waitsForThePropagationOfTheSlowest() {
		assertThat(this.registrar.propagation()).isEqualTo(Duration.ofSeconds(40));
		assertThat(this.registrar.address()).isEqualTo(InetSocketAddress.createUnresolved("eureka", 8761));
	}

	@Test
	void saysWhatToDoWhereNobodyIsRegisteredWith(CapturedOutput output) {
		CompositeRegistrar none = new CompositeRegistrar(Map.of());
		Lease lease = none.register(SELF, Health.UP);
		assertThat(output).contains("registers nowhere").contains("discovery.registries.<name>.register=true");
		assertThat(lease.release().toCompletableFuture()).isCompleted();
		assertThat(none.propagation()).isZero();
		assertThat(none.address()).isNull();
	}

	private static final class Scripted implements ServiceRegistrar {

		private final Duration propagation;

		private final @Nullable InetSocketAddress address;

		private final CompletableFuture<Void> released = new CompletableFuture<>();

		private State state = State.PENDING;

		private @Nullable Health health;

		Scripted(Duration propagation, @Nullable InetSocketAddress address) {
			this.propagation = propagation;
			this.address = address;
		}

		@Override
		public Lease register(Instance self, Health initial) {
			this.health = initial;
			return new Lease() {

				@Override
				public Instance instance() {
					return self;
				}

				@Override
				public State state() {
					return Scripted.this.state;
				}

				@Override
				public void report(Health health) {
					Scripted.this.health = health;
				}

				@Override
				public CompletionStage<Void> release() {
					return Scripted.this.released;
				}

			};
		}

		@Override
		public Duration propagation() {
			return this.propagation;
		}

		@Override
		public @Nullable InetSocketAddress address() {
			return this.address;
		}

	}

}
