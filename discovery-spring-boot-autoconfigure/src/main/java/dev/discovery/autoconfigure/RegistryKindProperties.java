package dev.discovery.autoconfigure;

import dev.discovery.autoconfigure.backend.RegistryContext;
import dev.discovery.autoconfigure.consul.ConsulProperties;
import dev.discovery.autoconfigure.dns.DnsProperties;
import dev.discovery.autoconfigure.eureka.EurekaProperties;
import dev.discovery.autoconfigure.gossip.GossipProperties;
import dev.discovery.autoconfigure.kubernetes.KubernetesProperties;
import dev.discovery.autoconfigure.memory.InMemoryProperties;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * What of a registry depends on its kind, as editors complete it: they look at getters.
 * {@link RegistryContext} reads it itself, since what stands below {@code discovery}
 * holds for each registry that doesn't say otherwise.
 */
public abstract class RegistryKindProperties {

	@NestedConfigurationProperty
	private final ConsulProperties consul = new ConsulProperties();

	@NestedConfigurationProperty
	private final DnsProperties dns = new DnsProperties();

	@NestedConfigurationProperty
	private final EurekaProperties eureka = new EurekaProperties();

	@NestedConfigurationProperty
	private final GossipProperties gossip = new GossipProperties();

	@NestedConfigurationProperty
	private final InMemoryProperties inMemory = new InMemoryProperties();

	@NestedConfigurationProperty
	private final KubernetesProperties kubernetes = new KubernetesProperties();

	RegistryKindProperties() {
	}

	public ConsulProperties getConsul() {
		return this.consul;
	}

	public DnsProperties getDns() {
		return this.dns;
	}

	public EurekaProperties getEureka() {
		return this.eureka;
	}

	public GossipProperties getGossip() {
		return this.gossip;
	}

	public InMemoryProperties getInMemory() {
		return this.inMemory;
	}

	public KubernetesProperties getKubernetes() {
		return this.kubernetes;
	}

}
