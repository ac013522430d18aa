package dev.discovery.backend.gossip.swim;

import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * TLS with a certificate on both sides. Whoever has one that is trusted is a member,
 * whatever host it names: members come and go under addresses that no certificate knows.
 */
final class MutualTls {

	private final SSLContext context;

	MutualTls(SSLContext context) {
		this.context = context;
	}

	TcpServer secure(TcpServer server) {
		return server.secure((spec) -> spec.sslContext(netty(false, ClientAuth.REQUIRE)));
	}

	TcpClient secure(TcpClient client) {
		return client.secure((spec) -> spec.sslContext(netty(true, ClientAuth.NONE)));
	}

	private JdkSslContext netty(boolean client, ClientAuth auth) {
		return new JdkSslContext(this.context, client, null, IdentityCipherSuiteFilter.INSTANCE, null, auth, null,
				false);
	}

}
