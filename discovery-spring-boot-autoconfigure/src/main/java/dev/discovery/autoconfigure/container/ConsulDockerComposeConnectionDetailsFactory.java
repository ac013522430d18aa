package dev.discovery.autoconfigure.container;

import java.net.URI;
import java.util.List;

import dev.discovery.autoconfigure.consul.ConsulConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * Finds Consul among the services of Docker Compose.
 */
final class ConsulDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<ConsulConnectionDetails> {

	private static final String[] IMAGES = { "consul", "hashicorp/consul" };

	ConsulDockerComposeConnectionDetailsFactory() {
		super(IMAGES);
	}

	@Override
	protected ConsulConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new ConsulDockerComposeConnectionDetails(source.getRunningService());
	}

	private static final class ConsulDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements ConsulConnectionDetails {

		private final List<URI> urls;

		private final @Nullable String token;

		private final @Nullable SslBundle sslBundle;

		ConsulDockerComposeConnectionDetails(RunningService service) {
			super(service);
			this.sslBundle = getSslBundle(service);
			this.urls = List
				.of(ConsulPort.url(this.sslBundle != null, service.host(), service.ports().get(ConsulPort.HTTP)));
			this.token = ConsulPort.token(service.env());
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
			return this.sslBundle;
		}

	}

}
