package dev.discovery.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackendsTests {

	private final Backends backends = new Backends(List.of(new Descriptor("in-memory", null, null),
			new Descriptor("gossip", "io.example.Absent", "io.example:gossip"),
			new Descriptor("present", "java.lang.String", "java:base")));

	@Test
	void listsTheBackendsThatExistWhenThereIsNoneByTheName() {
		BackendUnavailableException why = this.backends.whyMissing("zookeeper", getClass().getClassLoader());
		assertThat(why).hasMessage("discovery.backend is 'zookeeper', and there is no such backend.");
		assertThat(why.getAction()).isEqualTo(
				"Set discovery.backend to one of: gossip, in-memory, present; or define a bean of type ServiceBackend.");
	}

	@Test
	void printsTheDependencyToAddWhenTheLibraryIsMissing() {
		BackendUnavailableException why = this.backends.whyMissing("gossip", getClass().getClassLoader());
		assertThat(why).hasMessage("discovery.backend is 'gossip', and the library for it is not on the class path.");
		assertThat(why.getAction()).isEqualTo("Add the dependency io.example:gossip.");
	}

	private record Descriptor(String name, @Nullable String requiredClass,
			@Nullable String dependency) implements BackendDescriptor {
	}

}
