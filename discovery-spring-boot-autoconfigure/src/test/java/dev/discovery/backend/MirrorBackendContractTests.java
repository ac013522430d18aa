package dev.discovery.backend;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * {@link MirrorBackend} over a scripted source, which fetches everything once a second,
 * keeps the contract.
 */
class MirrorBackendContractTests extends ScriptedBackendContractTests {

	@Override
	ServiceBackend open(BackendRuntime runtime) {
		return new MirrorBackend(runtime, this::fetch, UnaryOperator.identity());
	}

	private CompletableFuture<Duration> fetch(MirrorSink sink) {
		BackendException failure = this.registry.failure();
		if (failure != null) {
			return CompletableFuture.failedFuture(failure);
		}
		sink.replaceAll(this.registry.all());
		return CompletableFuture.completedFuture(Duration.ofSeconds(1));
	}

}
