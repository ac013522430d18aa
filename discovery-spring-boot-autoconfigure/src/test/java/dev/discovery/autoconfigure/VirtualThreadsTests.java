package dev.discovery.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.discovery.autoconfigure.loadbalancer.LoadBalancerClientAutoConfiguration;
import dev.discovery.autoconfigure.loadbalancer.LoadBalancerFactoryAutoConfiguration;
import dev.discovery.autoconfigure.loadbalancer.SpringCloudLoadBalancerAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls from virtual threads, more of them than there are carriers.
 */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Virtual threads came with Java 21")
class VirtualThreadsTests {

	private static final int CALLERS = 500;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class,
				InMemoryBackendAutoConfiguration.class, SpringCloudLoadBalancerAutoConfiguration.class,
				LoadBalancerFactoryAutoConfiguration.class, LoadBalancerClientAutoConfiguration.class))
		.withPropertyValues("spring.threads.virtual.enabled=true", "discovery.in-memory.registry=virtual-threads-tests",
				"discovery.in-memory.services.inventory[0].uri=http://localhost:8081",
				"discovery.in-memory.services.inventory[1].uri=http://localhost:8082");

	@Test
	void areServedAllAtOnce() {
		this.runner.run((context) -> {
			LoadBalancerClient client = context.getBean(LoadBalancerClient.class);
			ServiceDirectory directory = context.getBean(ServiceDirectory.class);
			List<CompletableFuture<Integer>> calls = new ArrayList<>();
			ExecutorService threads = virtualThreads();
			for (int i = 0; i < CALLERS; i++) {
				calls.add(CompletableFuture.supplyAsync(() -> {
					// everybody waits for the first answer together
					assertThat(directory.lookup("inventory").instances()).hasSize(2);
					return call(client);
				}, threads));
			}
			List<Integer> ports = new ArrayList<>();
			for (CompletableFuture<Integer> call : calls) {
				ports.add(Patience.get(call));
			}
			threads.shutdown();
			assertThat(ports).hasSize(CALLERS).containsOnly(8081, 8082);
		});
	}

	private static int call(LoadBalancerClient client) {
		try {
			return client.execute("inventory", (instance) -> {
				Thread.yield();
				return instance.getPort();
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Compiled for Java 17. */
	private static ExecutorService virtualThreads() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
