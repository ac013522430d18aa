package dev.discovery.autoconfigure.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.discovery.directory.SnapshotStore;
import dev.discovery.directory.Stored;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.trust.Trust;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExaminedSnapshotsTests {

	@Test
	void whoNoRegistryWouldBeBelievedAboutDoesNotComeFromTheDiskEither() {
		Instance good = Instance.builder("orders", "10.0.0.1", 80).build();
		Instance linkLocal = Instance.builder("orders", "169.254.169.254", 80).build();
		SnapshotStore disk = new SnapshotStore() {

			@Override
			public CompletableFuture<@Nullable Stored<ServiceSnapshot>> load(String serviceId) {
				return CompletableFuture.completedFuture(
						new Stored<>(ServiceSnapshot.of(serviceId, List.of(good, linkLocal)), Duration.ofHours(1)));
			}

		};
		Stored<ServiceSnapshot> examined = new ExaminedSnapshots(disk, Trust.usual()).load("orders").join();
		assertThat(examined.content().instances()).containsExactly(good);
		assertThat(examined.age()).isEqualTo(Duration.ofHours(1));
		assertThat(new ExaminedSnapshots(SnapshotStore.NONE, Trust.usual()).load("orders").join()).isNull();
	}

}
