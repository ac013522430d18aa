package dev.discovery.autoconfigure.kubernetes;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.discovery.autoconfigure.backend.BackendFactory;
import dev.discovery.autoconfigure.backend.ConditionalOnDiscovery;
import dev.discovery.autoconfigure.backend.FailFast;
import dev.discovery.autoconfigure.backend.OpenedRegistry;
import dev.discovery.autoconfigure.backend.RegistryContext;
import dev.discovery.autoconfigure.properties.SslContextSource;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.http.Credentials;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.kubernetes.KubernetesApi;
import dev.discovery.backend.kubernetes.KubernetesBackend;
import dev.discovery.backend.kubernetes.KubernetesRegistrar;
import dev.discovery.backend.kubernetes.KubernetesSettings;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import dev.discovery.time.WallClock;
import dev.discovery.time.WorkerPool;
import dev.discovery.trust.Trust;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.util.StringUtils;

/**
 * Kubernetes as the registry. Its API server isn't asked before somebody asks us, unless
 * a start is to fail where it can't be.
 */
@AutoConfiguration
@ConditionalOnDiscovery(backend = KubernetesBackendAutoConfiguration.NAME)
@ConditionalOnMissingBean(ServiceBackend.class)
@EnableConfigurationProperties(KubernetesProperties.class)
public final class KubernetesBackendAutoConfiguration {

	/**
	 * The name of the backend.
	 */
	public static final String NAME = "kubernetes";

	@Bean
	@ConditionalOnMissingBean(KubernetesConnectionDetails.class)
	KubernetesConnectionDetails kubernetesConnectionDetails(KubernetesProperties properties,
			ObjectProvider<SslBundles> bundles, Scheduler scheduler, ObjectProvider<InstantSource> clock) {
		ExecPlugin.Factory plugins = (command, variables, apiVersion, folder) -> new ExecPlugin(command, variables,
				apiVersion, folder, new WorkerPool("discovery-exec", 1), scheduler,
				clock.getIfUnique(WallClock::system));
		return PropertiesKubernetesConnectionDetails.find(properties, bundles.getIfAvailable(),
				new KubeConfigs(plugins, Path.of(System.getProperty("user.home", "/"))), System.getenv(),
				InClusterAccess.FOLDER);
	}

	@Bean
	KubernetesSettings kubernetesSettings(KubernetesConnectionDetails details, KubernetesProperties properties) {
		String found = StringUtils.hasText(properties.getNamespace()) ? properties.getNamespace().strip()
				: details.getNamespace();
		return properties.toSettings(details.getUrl(), StringUtils.hasText(found) ? found : "default");
	}

	@Bean
	BackendRuntime kubernetesRuntime(Ticker ticker, Scheduler scheduler, Randomness randomness,
			DiscoveryObserver observer, Trust trust) {
		return new BackendRuntime(NAME, ticker, scheduler, randomness, observer, trust);
	}

	@Bean
	RegistryHttpClient kubernetesHttpClient(BackendRuntime kubernetesRuntime, KubernetesProperties properties,
			KubernetesConnectionDetails details, ObjectProvider<SslBundles> bundles) {
		return new RegistryHttpClient(kubernetesRuntime, properties.toHttpSettings(),
				new SslContextSource(details.getSslBundle(), bundles.getIfAvailable()), new Bearer(details));
	}

	@Bean
	KubernetesApi kubernetesApi(BackendRuntime kubernetesRuntime, RegistryHttpClient kubernetesHttpClient,
			KubernetesSettings settings) {
		return new KubernetesApi(kubernetesRuntime, kubernetesHttpClient, settings.url());
	}

	@Bean
	KubernetesBackend kubernetesBackend(KubernetesApi api, KubernetesSettings settings) {
		return new KubernetesBackend(api, settings);
	}

	@Bean
	@ConditionalOnMissingBean(ServiceRegistrar.class)
	KubernetesRegistrar kubernetesRegistrar() {
		return new KubernetesRegistrar();
	}

	@Bean
	@ConditionalOnBooleanProperty(KubernetesProperties.PREFIX + "fail-fast")
	FailFast kubernetesFailFast(KubernetesBackend backend) {
		return new FailFast(backend, KubernetesProperties.PREFIX + "fail-fast");
	}

	/**
	 * The token, for the API server and nobody else.
	 */
	private record Bearer(KubernetesConnectionDetails details) implements Credentials {

		@Override
		public Map<String, String> headers(URI uri) {
			String token = this.details.getToken();
			return (token != null) ? Map.of("Authorization", "Bearer " + token) : Map.of();
		}

		@Override
		public void refused(URI uri) {
			this.details.refused();
		}

	}

	/**
	 * Makes the backend known by its name, and opens it as one of several.
	 */
	static final class Factory implements BackendFactory {

		@Override
		public String name() {
			return NAME;
		}

		@Override
		public OpenedRegistry open(RegistryContext context) {
			KubernetesProperties properties = context.bind("discovery.kubernetes", new KubernetesProperties(),
					List.of(Set.of("url", "kubeconfig", "context"), Set.of("token", "token-file")));
			KubernetesBackendAutoConfiguration wiring = new KubernetesBackendAutoConfiguration();
			ObjectProvider<SslBundles> bundles = context.beans(SslBundles.class);
			KubernetesConnectionDetails details = wiring.kubernetesConnectionDetails(properties, bundles,
					context.runtime().scheduler(), context.beans(InstantSource.class));
			KubernetesSettings settings = wiring.kubernetesSettings(details, properties);
			RegistryHttpClient http = wiring.kubernetesHttpClient(context.runtime(), properties, details, bundles);
			KubernetesBackend backend = wiring
				.kubernetesBackend(wiring.kubernetesApi(context.runtime(), http, settings), settings);
			return new OpenedRegistry(backend, wiring.kubernetesRegistrar(), closeables(http, details),
					properties.isFailFast() ? context.written(KubernetesProperties.PREFIX + "fail-fast") : null);
		}

		private static List<AutoCloseable> closeables(RegistryHttpClient http, KubernetesConnectionDetails details) {
			return (details instanceof AutoCloseable closeable) ? List.of(http, closeable) : List.of(http);
		}

	}

}
