package dev.discovery.test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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

	private final Set<Pending<?>> pending = ConcurrentHashMap.newKeySet();

	ContentWriter(RegistryContent content, VirtualTime time, Duration ttl) {
		this.content = content;
		this.time = time;
		this.ttl = ttl;
		content.listen(this::changed);
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
		Pending<T> pending = new Pending<>(question);
		Duration latency = this.content.latency();
		if (latency.isZero()) {
			pending.end();
		}
		else {
			this.pending.add(pending);
			this.time.schedule(pending::end, latency);
		}
		return pending.answer;
	}

	/**
	 * Where an outage begins or ends, what is on its way ends with it.
	 */
	private void changed(Set<String> services) {
		if (services.isEmpty()) {
			this.pending.forEach(Pending::end);
		}
	}

	private final class Pending<T extends @Nullable Object> {

		private final CompletableFuture<T> answer = new CompletableFuture<>();

		private final AtomicBoolean ended = new AtomicBoolean();

		private final Supplier<T> question;

		Pending(Supplier<T> question) {
			this.question = question;
		}

		void end() {
			ContentWriter.this.pending.remove(this);
			if (this.answer.isCancelled() || !this.ended.compareAndSet(false, true)) {
				return;
			}
			BackendException failure = ContentWriter.this.content.failure();
			if (failure != null) {
				this.answer.completeExceptionally(failure);
			}
			else {
				this.answer.complete(this.question.get());
			}
		}

	}

}
