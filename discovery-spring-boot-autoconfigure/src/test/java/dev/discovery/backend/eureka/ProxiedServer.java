package dev.discovery.backend.eureka;

import java.net.URI;

import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.EurekaApi;
import dev.discovery.testkit.EurekaServer;
import dev.discovery.testkit.SharedEurekaServer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The server that tests share, and a way to it for those of one class that can be broken.
 */
final class ProxiedServer implements BeforeAllCallback, AfterAllCallback {

	private EurekaServer server;

	private TcpProxy proxy;

	@Override
	public void beforeAll(ExtensionContext context) {
		this.server = SharedEurekaServer.of(context);
		this.proxy = TcpProxy.to(this.server.port());
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.proxy.close();
	}

	/**
	 * Makes the way whole, and the server know nobody.
	 * @return what clients are configured with
	 */
	URI reset() {
		mend();
		api().unregisterAll();
		return this.proxy.url().resolve("/eureka");
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
	EurekaApi api() {
		return this.server.api();
	}

}
