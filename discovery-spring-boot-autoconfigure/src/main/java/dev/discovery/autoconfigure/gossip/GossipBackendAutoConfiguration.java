package dev.discovery.autoconfigure.gossip;

import java.util.List;

import dev.discovery.autoconfigure.backend.BackendFactory;
import dev.discovery.autoconfigure.backend.ConditionalOnDiscovery;
import dev.discovery.autoconfigure.backend.OpenedRegistry;
import dev.discovery.autoconfigure.backend.RegistryContext;
import dev.discovery.autoconfigure.properties.ConfiguredSslBundle;
import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.autoconfigure.properties.SslContextSource;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.gossip.GossipBackend;
import dev.discovery.backend.gossip.GossipNode;
import dev.discovery.backend.gossip.GossipRegistrar;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import dev.discovery.trust.Trust;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/**
 * No registry: applications tell each other who is there. Nobody is asked before somebody
 * asks us.
 */
@AutoConfiguration
@ConditionalOnDiscovery(backend = GossipBackendAutoConfiguration.NAME)
@ConditionalOnClass(name = { GossipBackendAutoConfiguration.CLUSTER, GossipBackendAutoConfiguration.TRANSPORT })
@ConditionalOnMissingBean(ServiceBackend.class)
@EnableConfigurationProperties(GossipProperties.class)
public final class GossipBackendAutoConfiguration {

	static final String NAME = "gossip";

	/**
	 * The class by which the library is known to be there.
	 */
	public static final String CLUSTER = "io.scalecube.cluster.ClusterImpl";

	static final String TRANSPORT = "io.scalecube.transport.netty.TransportImpl";

	@Bean
	BackendRuntime gossipRuntime(Ticker ticker, Scheduler scheduler, Randomness randomness, DiscoveryObserver observer,
			Trust trust) {
		return new BackendRuntime(NAME, ticker, scheduler, randomness, observer, trust);
	}

	@Bean
	GossipNode gossipNode(BackendRuntime gossipRuntime, GossipProperties properties,
			ObjectProvider<SslBundles> bundles) {
		SslBundles all = bundles.getIfAvailable();
		return new GossipNode(gossipRuntime,
				properties.toSettings(
						new SslContextSource(
								ConfiguredSslBundle.find(GossipProperties.PREFIX + "ssl.bundle",
										PropertyRules.textOrNull(properties.getSsl().getBundle()), List.of(), all),
								all)));
	}

	@Bean
	GossipBackend gossipBackend(GossipNode node) {
		return new GossipBackend(node);
	}

	@Bean
	@ConditionalOnMissingBean(ServiceRegistrar.class)
	GossipRegistrar gossipRegistrar(GossipNode node) {
		return new GossipRegistrar(node);
	}

	/**
	 * Makes the backend known by its name, and opens it as one of several.
	 */
	static final class Factory implements BackendFactory {

		private static final String VERSION = ":2.7.7";

		@Override
		public String name() {
			return NAME;
		}

		@Override
		public String requiredClass() {
			return ClassUtils.isPresent(CLUSTER, null) ? TRANSPORT : CLUSTER;
		}

		@Override
		public String dependency() {
			return "io.scalecube:scalecube-cluster" + VERSION + " and io.scalecube:scalecube-transport-netty" + VERSION;
		}

		@Override
		public OpenedRegistry open(RegistryContext context) {
			GossipProperties properties = context.bind("discovery.gossip", new GossipProperties(), List.of());
			GossipNode node = new GossipBackendAutoConfiguration().gossipNode(context.runtime(), properties,
					context.beans(SslBundles.class));
			return new OpenedRegistry(new GossipBackend(node), new GossipRegistrar(node), List.of(node));
		}

	}

}
