package dev.discovery.directory;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a copy of what is known for the next start, which may find no registry.
 * <p>
 * Safe for use by several threads; no method waits for the disk. Nothing here fails: a
 * copy that can't be used is as good as none.
 */
public interface SnapshotStore extends AutoCloseable {

	/**
	 * Keeps nothing.
	 */
	SnapshotStore NONE = new SnapshotStore() {
	};

	/**
	 * What was kept of a service.
	 * @param serviceId the service
	 * @return done soon: with the copy, or with null if there is none; never with a
	 * failure
	 */
	default CompletableFuture<@Nullable Stored<ServiceSnapshot>> load(String serviceId) {
		return CompletableFuture.completedFuture(null);
	}

	/**
	 * What was kept of the names of the services.
	 * @return done soon: with the copy, or with null if there is none; never with a
	 * failure
	 */
	default CompletableFuture<@Nullable Stored<Set<String>>> loadNames() {
		return CompletableFuture.completedFuture(null);
	}

	/**
	 * Keeps what the registry has just said, or confirmed, of a service.
	 * @param snapshot its instances; none means that nothing need be kept
	 */
	default void save(ServiceSnapshot snapshot) {
	}

	/**
	 * Keeps what the registry has just said, or confirmed, of the names of the services.
	 * @param names the names
	 */
	default void saveNames(Set<String> names) {
	}

	/**
	 * Keeps what is still to be kept, and no more after that.
	 */
	@Override
	default void close() {
	}

}
