package dev.discovery.backend.kubernetes;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;

import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.KubeApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * The contract of reading, over a whole cluster of a recent version in a container.
 */
@Testcontainers(disabledWithoutDocker = true)
class KubernetesBackendContainerTests extends KubernetesBackendContract {

	@Container
	private static final K3sContainer K3S = new K3sContainer(DockerImageName.parse("rancher/k3s:v1.31.2-k3s1"));

	private static URI url;

	private static SSLContext tls;

	private static TcpProxy proxy;

	@BeforeAll
	static void readKubeconfig() {
		Map<String, Object> config = new Yaml().load(K3S.getKubeConfigYaml());
		Map<?, ?> cluster = first(config, "clusters", "cluster");
		Map<?, ?> user = first(config, "users", "user");
		url = URI.create(String.valueOf(cluster.get("server")));
		PemSslStoreDetails own = PemSslStoreDetails.forCertificate(pem(user, "client-certificate-data"))
			.withPrivateKey(pem(user, "client-key-data"));
		PemSslStoreDetails ca = PemSslStoreDetails.forCertificate(pem(cluster, "certificate-authority-data"));
		tls = SslBundle.of(new PemSslStoreBundle(own, ca)).createSslContext();
		proxy = TcpProxy.to(url.getPort());
	}

	@AfterAll
	static void closeProxy() {
		proxy.close();
	}

	private static Map<?, ?> first(Map<String, Object> config, String list, String element) {
		return (Map<?, ?>) ((Map<?, ?>) ((List<?>) config.get(list)).get(0)).get(element);
	}

	private static String pem(Map<?, ?> map, String name) {
		return new String(Base64.getDecoder().decode(String.valueOf(map.get(name))), StandardCharsets.US_ASCII);
	}

	@Override
	KubeApi api() {
		return new KubeApi(url, tls);
	}

	@Override
	TcpProxy proxy() {
		return proxy;
	}

	@Override
	KubernetesSide open(TestSettings settings) {
		return KubernetesSide.open(URI.create("https://localhost:" + proxy.port()), tls, settings);
	}

}
