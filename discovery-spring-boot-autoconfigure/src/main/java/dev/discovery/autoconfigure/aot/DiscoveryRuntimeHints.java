package dev.discovery.autoconfigure.aot;

import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Stream;

import dev.discovery.actuate.DiscoveryEndpoint;
import dev.discovery.actuate.DiscoveryEventsEndpoint;
import dev.discovery.actuate.DiscoveryOverheadEndpoint;
import dev.discovery.autoconfigure.RegistryProperties;
import dev.discovery.autoconfigure.balancing.BalancingProperties;
import dev.discovery.autoconfigure.consul.ConsulProperties;
import dev.discovery.autoconfigure.dns.DnsProperties;
import dev.discovery.autoconfigure.eureka.EurekaProperties;
import dev.discovery.autoconfigure.gossip.GossipBackendAutoConfiguration;
import dev.discovery.autoconfigure.gossip.GossipProperties;
import dev.discovery.autoconfigure.kubernetes.KubernetesProperties;
import dev.discovery.autoconfigure.locality.LocalityProperties;
import dev.discovery.autoconfigure.memory.InMemoryProperties;
import dev.discovery.autoconfigure.probe.HealthCheckProperties;
import dev.discovery.autoconfigure.route.ServiceRoutesProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * What an application that is compiled ahead of time has to keep: the JSON of the
 * registries and of the endpoints, the properties that are bound by hand, and the page.
 */
final class DiscoveryRuntimeHints implements RuntimeHintsRegistrar {

	/** Where the shapes are that registries speak, which nobody else may see. */
	private static final String BACKENDS = "dev.discovery.backend.";

	private static final List<String> JSON = List.of("consul.HealthEntry", "consul.ConsulReader$ServiceTags",
			"eureka.ApplicationsReply", "eureka.ListedInstance", "gossip.MemberCodec$Said", "gossip.MemberCodec$Entry",
			"kubernetes.EndpointSlice", "kubernetes.KubernetesApi$ListReply", "kubernetes.KubernetesApi$WatchEvent",
			"kubernetes.Pod", "kubernetes.ServiceObject");

	/** Made by Jackson. */
	private static final List<String> READERS = List.of("JsonElementReader", "consul.HealthEntryReader",
			"eureka.ListedInstanceReader", "kubernetes.EndpointSliceReader");

	/** Bound in conditions, for one of several registries, or anew when they change. */
	private static final Class<?>[] PROPERTIES = { BalancingProperties.class, ConsulProperties.class,
			DnsProperties.class, EurekaProperties.class, GossipProperties.class, HealthCheckProperties.class,
			InMemoryProperties.class, KubernetesProperties.class, LocalityProperties.class, RegistryProperties.class,
			ServiceRoutesProperties.class };

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("dev/discovery/actuate/page/discovery.html");
		BindableRuntimeHintsRegistrar.forTypes(PROPERTIES).registerHints(hints, classLoader);
		Stream<Class<?>> registries = JSON.stream()
			.map((name) -> ClassUtils.resolveClassName(BACKENDS + name, classLoader));
		// the web extension's operations return them as objects
		Stream<Class<?>> endpoints = Stream.of(DiscoveryEndpoint.DiscoveryDescriptor.class,
				DiscoveryEndpoint.ServiceDescriptor.class, DiscoveryEndpoint.InstanceDescriptor.class,
				DiscoveryEventsEndpoint.EventsDescriptor.class, DiscoveryOverheadEndpoint.OverheadDescriptor.class);
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(),
				Stream.concat(registries, endpoints).toArray(Class<?>[]::new));
		READERS.forEach((name) -> hints.reflection()
			.registerType(TypeReference.of(BACKENDS + name), MemberCategory.INVOKE_DECLARED_CONSTRUCTORS));
		hints.reflection().registerTypeIfPresent(classLoader, GossipBackendAutoConfiguration.CLUSTER);
		registerShutdown(hints);
	}

	/** From Java 21 on a client can be closed. */
	private static void registerShutdown(RuntimeHints hints) {
		if (ClassUtils.hasMethod(HttpClient.class, "shutdownNow")) {
			hints.reflection()
				.registerType(HttpClient.class,
						(type) -> type.withMethod("shutdownNow", List.of(), ExecutableMode.INVOKE));
		}
	}

}
