package dev.discovery.backend.kubernetes;

import java.net.URI;

import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.KubeApi;
import dev.discovery.testkit.KubeApiServer;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract of reading, over a real API server beside the test.
 */
@RequiresProgram({ "etcd", "kube-apiserver" })
class KubernetesBackendTests extends KubernetesBackendContract {

	private static KubeApiServer server;

	private static TcpProxy proxy;

	@BeforeAll
	static void startServer() {
		server = new KubeApiServer().start();
		proxy = TcpProxy.to(server.port());
	}

	@AfterAll
	static void stopServer() {
		proxy.close();
		server.close();
	}

	@Override
	KubeApi api() {
		return server.api();
	}

	@Override
	TcpProxy proxy() {
		return proxy;
	}

	@Override
	KubernetesSide open(TestSettings settings) {
		return KubernetesSide.open(server, URI.create("https://127.0.0.1:" + proxy.port()), settings);
	}

}
