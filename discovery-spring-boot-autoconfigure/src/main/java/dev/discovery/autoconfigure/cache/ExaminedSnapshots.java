package dev.discovery.autoconfigure.cache;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.discovery.directory.SnapshotStore;
import dev.discovery.directory.Stored;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.trust.Trust;
import org.jspecify.annotations.Nullable;

/**
 * A disk copy that lets in only who a registry would be believed about.
 */
final class ExaminedSnapshots implements SnapshotStore {

	private final SnapshotStore store;

	private final Trust trust;

	ExaminedSnapshots(SnapshotStore store, Trust trust) {
		this.store = store;
		this.trust = trust;
	}

	@Override
	public CompletableFuture<@Nullable Stored<ServiceSnapshot>> load(String serviceId) {
		return this.store.load(serviceId).thenApply(this::examined);
	}

	private @Nullable Stored<ServiceSnapshot> examined(@Nullable Stored<ServiceSnapshot> stored) {
		if (stored == null) {
			return null;
		}
		ServiceSnapshot content = stored.content();
		List<Instance> believed = content.instances()
			.stream()
			.filter((instance) -> !this.trust.examine(instance).refused())
			.toList();
		return (believed.size() == content.instances().size()) ? stored : new Stored<>(
				ServiceSnapshot.inOrder(content.serviceId(), believed).as(content.provenance()), stored.age());
	}

	@Override
	public CompletableFuture<@Nullable Stored<Set<String>>> loadNames() {
		return this.store.loadNames();
	}

	@Override
	public void save(ServiceSnapshot snapshot) {
		this.store.save(snapshot);
	}

	@Override
	public void saveNames(Set<String> names) {
		this.store.saveNames(names);
	}

	@Override
	public void close() {
		this.store.close();
	}

}
