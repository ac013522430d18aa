package dev.discovery.autoconfigure.container;

import java.net.URI;
import java.util.List;

import dev.discovery.autoconfigure.consul.ConsulConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.consul.ConsulContainer;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Finds Consul in a {@link ConsulContainer} that is annotated with
 * {@code @ServiceConnection}.
 */
final class ConsulContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<ConsulContainer, ConsulConnectionDetails> {

	@Override
	protected ConsulConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<ConsulContainer> source) {
		return new ConsulContainerConnectionDetails(source);
	}

	/**
	 * Asks the container once: one that was stopped before the application would be
	 * started again by each question.
	 */
	private static final class ConsulContainerConnectionDetails extends ContainerConnectionDetails<ConsulContainer>
			implements ConsulConnectionDetails {

		private List<URI> urls = List.of();

		private @Nullable String token;

		ConsulContainerConnectionDetails(ContainerConnectionSource<ConsulContainer> source) {
			super(source);
		}

		@Override
		public void afterPropertiesSet() throws Exception {
			super.afterPropertiesSet();
			ConsulContainer container = getContainer();
			this.urls = List.of(ConsulPort.url(getSslBundle() != null, container.getHost(),
					container.getMappedPort(ConsulPort.HTTP)));
			this.token = ConsulPort.token(container.getEnvMap());
		}

		@Override
		public List<URI> getUrls() {
			return this.urls;
		}

		@Override
		public @Nullable String getToken() {
			return this.token;
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

	}

}
