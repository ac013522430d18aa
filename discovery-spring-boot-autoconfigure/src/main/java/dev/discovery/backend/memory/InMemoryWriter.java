package dev.discovery.backend.memory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.RegistryWriter;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Writes to an in-memory registry, which answers at once.
 */
final class InMemoryWriter implements RegistryWriter {

	private final InMemoryRegistry registry;

	private final Ticker ticker;

	private final Duration ttl;

	InMemoryWriter(InMemoryRegistry registry, Ticker ticker, Duration ttl) {
		this.registry = registry;
		this.ticker = ticker;
		this.ttl = ttl;
	}

	@Override
	public CompletionStage<Void> put(Instance self, Health health) {
		return answer(() -> {
			this.registry.put(self.withHealth(health), this.ticker.nanos(), this.ttl);
			return null;
		});
	}

	@Override
	public CompletionStage<Boolean> renew(Instance self, Health health) {
		return answer(() -> this.registry.renew(self.withHealth(health), this.ticker.nanos(), this.ttl));
	}

	@Override
	public CompletionStage<Void> remove(Instance self) {
		return answer(() -> {
			this.registry.remove(self);
			return null;
		});
	}

	private <T extends @Nullable Object> CompletionStage<T> answer(Supplier<T> question) {
		if (!this.registry.isAvailable()) {
			return CompletableFuture
				.failedFuture(new BackendException(Kind.UNREACHABLE, "the in-memory registry is switched off"));
		}
		return CompletableFuture.completedFuture(question.get());
	}

}
