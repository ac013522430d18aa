package dev.discovery.test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.RegistryWriter;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.time.Scheduler.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Registers with a {@link TestRegistry}. What isn't renewed in time expires there, in an
 * outage too.
 */
final class ContentWriter implements RegistryWriter {

	private final RegistryContent content;

	private final VirtualTime time;

	private final Duration ttl;

	private final Map<Instance, Timer> expiries = new ConcurrentHashMap<>();

	ContentWriter(RegistryContent content, VirtualTime time, Duration ttl) {
		this.content = content;
		this.time = time;
		this.ttl = ttl;
	}

	@Override
	public CompletionStage<Void> put(Instance self, Health health) {
		return answer(() -> {
			this.content.put(self.withHealth(health), true);
			expireLater(self);
			return null;
		});
	}

	@Override
	public CompletionStage<Boolean> renew(Instance self, Health health) {
		return answer(() -> {
			RegistryContent.Entry known = this.content.find(self);
			if (known == null) {
				return false;
			}
			if (known.instance().getHealth() != health) {
				this.content.put(known.instance().withHealth(health), true);
			}
			expireLater(self);
			return true;
		});
	}

	@Override
	public CompletionStage<Void> remove(Instance self) {
		return answer(() -> {
			expireLater(self).cancel();
			this.content.remove(self);
			return null;
		});
	}

	private Timer expireLater(Instance self) {
		Timer expiry = this.time.schedule(() -> this.content.remove(self), this.ttl);
		Timer before = this.expiries.put(self, expiry);
		if (before != null) {
			before.cancel();
		}
		return expiry;
	}

	private <T extends @Nullable Object> CompletionStage<T> answer(Supplier<T> question) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		Duration latency = this.content.latency();
		if (latency.isZero()) {
			answer(question, answer);
		}
		else {
			this.time.schedule(() -> answer(question, answer), latency);
		}
		return answer;
	}

	private <T extends @Nullable Object> void answer(Supplier<T> question, CompletableFuture<T> answer) {
		BackendException failure = this.content.failure();
		if (answer.isCancelled()) {
			return;
		}
		if (failure != null) {
			answer.completeExceptionally(failure);
		}
		else {
			answer.complete(question.get());
		}
	}

}
