package dev.discovery.backend.consul;

import java.net.URI;

import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.ConsulApi;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An agent for the tests of a class, started before them and ended after, and a way to it
 * that can be broken.
 */
abstract class ProxiedConsul implements BeforeAllCallback, AfterAllCallback {

	private ConsulApi api;

	private TcpProxy proxy;

	/**
	 * Starts the agent.
	 * @return where it is
	 */
	abstract URI start();

	abstract void stop();

	@Override
	public void beforeAll(ExtensionContext context) {
		URI url = start();
		this.api = new ConsulApi(url, null);
		this.proxy = TcpProxy.to(url.getPort());
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.proxy.close();
		stop();
	}

	/**
	 * Makes the way whole, and the agent know nobody.
	 * @return what clients are configured with
	 */
	URI reset() {
		mend();
		this.api.unregisterAll();
		return this.proxy.url();
	}

	void cut() {
		this.proxy.down();
	}

	void mend() {
		this.proxy.up();
	}

	/**
	 * Past the proxy.
	 */
	ConsulApi api() {
		return this.api;
	}

}
