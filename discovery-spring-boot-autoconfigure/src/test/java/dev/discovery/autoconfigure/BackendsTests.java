package dev.discovery.autoconfigure;

import java.util.List;

import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackendsTests {

	private final Backends backends = new Backends(List.of(new Descriptor("in-memory", null, null),
			new Descriptor("gossip", "io.example.Absent", "io.example:gossip"),
			new Descriptor("present", "java.lang.String", "java:base")));

	@Test
	void listsTheBackendsThatExistWhenThereIsNoneByTheName() {
		InvalidDiscoveryPropertyException why = this.backends.whyMissing("zookeeper", getClass().getClassLoader());
		assertThat(why).hasMessage("discovery.backend='zookeeper': there is no such backend");
		assertThat(why.advice())
			.isEqualTo("Set it to one of: gossip, in-memory, present; or define a bean of type ServiceBackend.");
	}

	@Test
	void printsTheDependencyToAddWhenTheLibraryIsMissing() {
		InvalidDiscoveryPropertyException why = this.backends.whyMissing("gossip", getClass().getClassLoader());
		assertThat(why).hasMessage("discovery.backend='gossip': the library for it is not on the class path");
		assertThat(why.advice()).isEqualTo("Add the dependency io.example:gossip.");
	}

	private record Descriptor(String name, @Nullable String requiredClass,
			@Nullable String dependency) implements BackendDescriptor {
	}

}
