package dev.discovery.backend.kubernetes;

import java.net.URI;
import java.util.Map;
import java.util.Set;

import dev.discovery.backend.kubernetes.KubernetesSettings.AddressType;
import dev.discovery.backend.kubernetes.KubernetesSettings.Extras;
import dev.discovery.backend.kubernetes.KubernetesSettings.ServiceSettings;
import org.jspecify.annotations.Nullable;

/**
 * Settings that are as usual but for what a test says.
 */
final class TestSettings {

	private final String namespace;

	private URI url = URI.create("https://kubernetes.default.svc");

	private Set<String> namespaces;

	private AddressType addressType = AddressType.IPV4;

	private @Nullable String portName;

	private Map<ServiceName, ServiceSettings> services = Map.of();

	private Extras extras = Extras.NONE;

	private TestSettings(String namespace) {
		this.namespace = namespace;
		this.namespaces = Set.of(namespace);
	}

	static TestSettings of(String namespace) {
		return new TestSettings(namespace);
	}

	TestSettings url(URI other) {
		this.url = other;
		return this;
	}

	TestSettings namespaces(String... others) {
		this.namespaces = Set.of(others);
		return this;
	}

	TestSettings addressType(AddressType other) {
		this.addressType = other;
		return this;
	}

	TestSettings portName(@Nullable String other) {
		this.portName = other;
		return this;
	}

	TestSettings services(Map<ServiceName, ServiceSettings> others) {
		this.services = others;
		return this;
	}

	TestSettings extras(Extras others) {
		this.extras = others;
		return this;
	}

	KubernetesSettings build() {
		return new KubernetesSettings(this.url, this.namespace, this.namespaces, "cluster.local", this.addressType,
				this.portName, this.services, this.extras);
	}

}
