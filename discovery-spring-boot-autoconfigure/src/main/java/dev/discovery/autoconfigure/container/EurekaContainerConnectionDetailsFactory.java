package dev.discovery.autoconfigure.container;

import java.net.URI;
import java.util.List;

import dev.discovery.autoconfigure.eureka.EurekaConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.util.Assert;

/**
 * Finds Eureka in a container that is annotated with
 * {@code @ServiceConnection("eureka")}, whatever its image.
 */
final class EurekaContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, EurekaConnectionDetails> {

	EurekaContainerConnectionDetailsFactory() {
		super(EurekaServerAccess.NAME);
	}

	@Override
	protected EurekaConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new EurekaContainerConnectionDetails(source);
	}

	/**
	 * Asks the container once: one that was stopped before the application would be
	 * started again by each question.
	 */
	private static final class EurekaContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements EurekaConnectionDetails {

		private @Nullable EurekaServerAccess access;

		EurekaContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public void afterPropertiesSet() throws Exception {
			super.afterPropertiesSet();
			Container<?> container = getContainer();
			this.access = EurekaServerAccess.of(getSslBundle() != null, container.getHost(), container::getMappedPort,
					container.getEnvMap());
		}

		private EurekaServerAccess access() {
			Assert.state(this.access != null, "The container isn't known yet");
			return this.access;
		}

		@Override
		public List<URI> getUrls() {
			return List.of(access().url());
		}

		@Override
		public @Nullable String getUsername() {
			return access().username();
		}

		@Override
		public @Nullable String getPassword() {
			return access().password();
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

	}

}
