package dev.discovery.backend.consul;

import java.net.URI;

import org.testcontainers.consul.ConsulContainer;

/**
 * An agent of a recent version in a container.
 */
final class ProxiedContainer extends ProxiedConsul {

	private ConsulContainer container;

	@Override
	URI start() {
		this.container = new ConsulContainer("hashicorp/consul:1.21");
		this.container.start();
		return URI.create("http://" + this.container.getHost() + ":" + this.container.getMappedPort(8500));
	}

	@Override
	void stop() {
		this.container.stop();
	}

}
