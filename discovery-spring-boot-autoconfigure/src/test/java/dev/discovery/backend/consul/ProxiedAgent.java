package dev.discovery.backend.consul;

import java.net.URI;

import dev.discovery.testkit.ConsulAgent;

/**
 * A real agent beside the tests.
 */
final class ProxiedAgent extends ProxiedConsul {

	private ConsulAgent agent;

	@Override
	URI start() {
		this.agent = ConsulAgent.dev().start();
		return this.agent.url();
	}

	@Override
	void stop() {
		this.agent.close();
	}

}
