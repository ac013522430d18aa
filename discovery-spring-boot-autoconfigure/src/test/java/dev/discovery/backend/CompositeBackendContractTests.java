package dev.discovery.backend;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.composite.CompositeBackend;
import dev.discovery.backend.composite.Member;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link CompositeBackend} over two registries, of which the second knows nobody, keeps
 * the contract.
 */
class CompositeBackendContractTests extends ServiceBackendContractTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedRegistry east = new ScriptedRegistry(this.time);

	private final ScriptedRegistry west = new ScriptedRegistry(this.time);

	@Override
	protected ServiceBackend open() {
		return new CompositeBackend(List.of(member("east", this.east), member("west", this.west)), (id) -> null,
				this.time, this.time);
	}

	private Member member(String name, ScriptedRegistry registry) {
		BackendRuntime runtime = new BackendRuntime(name, this.time, this.time, Randomness.seeded(1),
				RegistryObserver.NONE);
		return new Member(name, "scripted", Locality.UNKNOWN,
				wrapped(new MirrorBackend(runtime, (sink) -> fetch(registry, sink), UnaryOperator.identity())));
	}

	ServiceBackend wrapped(ServiceBackend backend) {
		return backend;
	}

	VirtualTime time() {
		return this.time;
	}

	private static CompletableFuture<Duration> fetch(ScriptedRegistry registry, MirrorSink sink) {
		BackendException failure = registry.failure();
		if (failure != null) {
			return CompletableFuture.failedFuture(failure);
		}
		sink.replaceAll(registry.all());
		return CompletableFuture.completedFuture(Duration.ofSeconds(1));
	}

	@Override
	protected void put(Instance instance) {
		this.east.put(instance);
	}

	@Override
	protected void remove(Instance instance) {
		this.east.remove(instance);
	}

	@Override
	protected void breakRegistry() {
		this.east.fail(Kind.UNREACHABLE);
		this.west.fail(Kind.UNREACHABLE);
	}

	@Override
	protected void mendRegistry() {
		this.east.mend();
		this.west.mend();
	}

	@Override
	protected void await(BooleanSupplier condition) {
		for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
			this.time.advance(Duration.ofMillis(10));
		}
		assertThat(condition.getAsBoolean()).isTrue();
	}

	@Override
	protected void settle() {
		this.time.advance(Duration.ofSeconds(10));
	}

}
