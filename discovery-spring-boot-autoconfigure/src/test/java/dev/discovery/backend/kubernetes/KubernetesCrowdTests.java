package dev.discovery.backend.kubernetes;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.Apart;
import dev.discovery.testkit.KubeApiServer;
import dev.discovery.testkit.KubeSlice;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A namespace with a thousand services of ten endpoints each.
 */
@Apart
@RequiresProgram({ "etcd", "kube-apiserver" })
class KubernetesCrowdTests {

	private static final int SERVICES = 1_000;

	private static final int ENDPOINTS = 10;

	@Test
	void isListedAndWatchedOverOneConnection() {
		try (KubeApiServer server = new KubeApiServer().start()) {
			server.api().namespace("crowd");
			IntStream.range(0, SERVICES).forEach((i) -> server.api().apply(slice(i, ENDPOINTS)));
			try (TcpProxy proxy = TcpProxy.to(server.port());
					KubernetesSide side = KubernetesSide.open(server, URI.create("https://127.0.0.1:" + proxy.port()),
							TestSettings.of("crowd"))) {
				AtomicLong before = new AtomicLong(usedHeap());
				side.directory.entry("service-0");
				side.await(() -> side.up("service-0").size() == ENDPOINTS);
				IntStream.range(0, SERVICES).forEach((i) -> side.directory.entry("service-" + i));
				side.await(() -> IntStream.range(0, SERVICES)
					.allMatch((i) -> side.up("service-" + i).size() == ENDPOINTS));
				long perInstance = (usedHeap() - before.get()) / (SERVICES * ENDPOINTS);
				System.out.println("heap per instance, all in: " + perInstance + " bytes");
				assertThat(perInstance).isLessThan(2_000);
				assertThat(proxy.most()).isEqualTo(1);
				server.api().apply(slice(SERVICES - 1, ENDPOINTS - 1));
				server.api().apply(slice(500, 1));
				side.await(() -> side.up("service-" + (SERVICES - 1)).size() == ENDPOINTS - 1
						&& side.up("service-500").size() == 1);
				assertThat(side.exchanges.count()).isZero();
			}
		}
	}

	private static long usedHeap() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

	private static KubeSlice slice(int service, int endpoints) {
		KubeSlice slice = KubeSlice.of("crowd", "service-" + service + "-1", "service-" + service).port("http", 8080);
		for (int i = 0; i < endpoints; i++) {
			slice = slice
				.endpoint(Map.of("addresses", List.of("10." + service / 250 + "." + service % 250 + "." + (i + 1)),
						"zone", "eu-1a", "nodeName", "node-" + i, "targetRef",
						Map.of("kind", "Pod", "name", "pod-" + service + "-" + i, "uid", "uid-" + service + "-" + i)));
		}
		return slice;
	}

}
