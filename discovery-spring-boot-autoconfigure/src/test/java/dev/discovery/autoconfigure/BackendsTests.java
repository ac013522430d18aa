package dev.discovery.autoconfigure;

import java.util.List;

import dev.discovery.autoconfigure.backend.BackendDescriptor;
import dev.discovery.autoconfigure.backend.BackendFactory;
import dev.discovery.autoconfigure.backend.OpenedRegistry;
import dev.discovery.autoconfigure.backend.RegistryContext;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

	@Test
	void printsTheDependencyToAddWhereOneOfSeveralNeedsIt() {
		Backends withFactory = new Backends(List.of(new Factory()));
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(
					() -> withFactory.factory("discovery.registries.a.backend", "factory", getClass().getClassLoader()))
			.withMessage("discovery.registries.a.backend='factory': the library for it is not on the class path")
			.satisfies((why) -> assertThat(why.advice()).isEqualTo("Add the dependency io.example:factory."));
	}

	private static final class Factory implements BackendFactory {

		@Override
		public String name() {
			return "factory";
		}

		@Override
		public String requiredClass() {
			return "io.example.Absent";
		}

		@Override
		public String dependency() {
			return "io.example:factory";
		}

		@Override
		public OpenedRegistry open(RegistryContext context) {
			throw new AssertionError("it can't work");
		}

	}

	private record Descriptor(String name, @Nullable String requiredClass,
			@Nullable String dependency) implements BackendDescriptor {
	}

}
