package dev.discovery.backend;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.trust.InstanceSigner;
import org.jspecify.annotations.Nullable;

/**
 * Signs what another writer puts, and has it say that anew with a new signature before
 * the old one is no good any more. Only an instance that is UP needs that: what nobody
 * calls may expire.
 */
final class SigningWriter implements RegistryWriter {

	private final RegistryWriter delegate;

	private final InstanceSigner signer;

	/** What was put last, with its signature. */
	private final Map<Instance, Instance> signed = new ConcurrentHashMap<>();

	private SigningWriter(RegistryWriter delegate, InstanceSigner signer) {
		this.delegate = delegate;
		this.signer = signer;
	}

	static RegistryWriter over(RegistryWriter writer, @Nullable InstanceSigner signer) {
		return (signer != null) ? new SigningWriter(writer, signer) : writer;
	}

	@Override
	public CompletionStage<Void> put(Instance self, Health health) {
		return sign(self, (fresh) -> this.delegate.put(fresh, health));
	}

	@Override
	public CompletionStage<Boolean> renew(Instance self, Health health) {
		Instance last = this.signed.get(self);
		if (last == null) {
			return put(self, health).thenApply((done) -> true);
		}
		if (health == Health.UP && this.signer.isDue(last)) {
			return refresh(self, health).thenApply((done) -> true);
		}
		return this.delegate.renew(last, health);
	}

	@Override
	public CompletionStage<Void> refresh(Instance self, Health health) {
		return sign(self, (fresh) -> this.delegate.refresh(fresh, health));
	}

	@Override
	public CompletionStage<Void> remove(Instance self) {
		this.signed.remove(self);
		return this.delegate.remove(self);
	}

	private CompletionStage<Void> sign(Instance self, Function<Instance, CompletionStage<Void>> exchange) {
		Instance fresh = this.signer.sign(self);
		return exchange.apply(fresh).thenAccept((done) -> this.signed.put(self, fresh));
	}

}
