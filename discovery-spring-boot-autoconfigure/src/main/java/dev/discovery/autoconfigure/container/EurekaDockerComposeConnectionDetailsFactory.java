package dev.discovery.autoconfigure.container;

import java.net.URI;
import java.util.List;

import dev.discovery.autoconfigure.eureka.EurekaConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * Finds Eureka among the services of Docker Compose, by the label
 * {@code org.springframework.boot.service-connection: eureka} or by a usual image.
 */
final class EurekaDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<EurekaConnectionDetails> {

	private static final String[] IMAGES = { EurekaServerAccess.NAME, "springcloud/eureka",
			"steeltoeoss/eureka-server" };

	EurekaDockerComposeConnectionDetailsFactory() {
		super(IMAGES);
	}

	@Override
	protected EurekaConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new EurekaDockerComposeConnectionDetails(source.getRunningService());
	}

	private static final class EurekaDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements EurekaConnectionDetails {

		private final EurekaServerAccess access;

		private final @Nullable SslBundle sslBundle;

		EurekaDockerComposeConnectionDetails(RunningService service) {
			super(service);
			this.sslBundle = getSslBundle(service);
			this.access = EurekaServerAccess.of(this.sslBundle != null, service.host(), service.ports()::get,
					service.env());
		}

		@Override
		public List<URI> getUrls() {
			return List.of(this.access.url());
		}

		@Override
		public @Nullable String getUsername() {
			return this.access.username();
		}

		@Override
		public @Nullable String getPassword() {
			return this.access.password();
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}
