package dev.discovery.autoconfigure.registration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.consul.ConsulBackendAutoConfiguration;
import dev.discovery.backend.Lease;
import dev.discovery.cloud.registry.LeaseServiceRegistry;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.serviceregistry.Registration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application registers for others, with an agent that takes its time.
 */
class RegistrationsByHandTests {

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private HttpServer agent;

	@BeforeEach
	void startAgent() throws IOException {
		this.agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.agent.createContext("/", this::answer);
		this.agent.start();
	}

	@AfterEach
	void stopAgent() {
		this.agent.stop(0);
	}

	private void answer(HttpExchange exchange) {
		String path = exchange.getRequestURI().getPath();
		this.requests.add(path);
		boolean takesItsTime = path.startsWith("/v1/agent/service/maintenance/");
		CompletableFuture.delayedExecutor(takesItsTime ? 200 : 0, TimeUnit.MILLISECONDS).execute(() -> {
			try {
				exchange.sendResponseHeaders(200, -1);
			}
			catch (IOException ex) {
				// nobody waits any more
			}
			exchange.close();
		});
	}

	@Test
	void endWithTheContext() {
		run((registry) -> {
		});
		assertThat(this.requests).contains("/v1/agent/service/maintenance/billing-1")
			.endsWith("/v1/agent/service/deregister/billing-1");
	}

	@Test
	void endWithTheContextWhereTheyWereGivenBackJustBefore() {
		run((registry) -> registry.deregister(new Billing()));
		assertThat(this.requests).contains("/v1/agent/service/maintenance/billing-1")
			.endsWith("/v1/agent/service/deregister/billing-1");
	}

	private void run(Consumer<LeaseServiceRegistry> last) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ConsulBackendAutoConfiguration.class,
					DiscoveryAutoConfiguration.class, RegistrationAutoConfiguration.class))
			.withPropertyValues("discovery.backend=consul", "discovery.cache.snapshot.enabled=false",
					"discovery.consul.url=http://localhost:" + this.agent.getAddress().getPort(),
					"spring.application.name=orders")
			.run((context) -> {
				LeaseServiceRegistry registry = context.getBean(LeaseServiceRegistry.class);
				registry.register(new Billing());
				Patience.await().until(() -> registry.states().equals(List.of(Lease.State.HELD)));
				last.accept(registry);
			});
	}

	private static final class Billing extends DefaultServiceInstance implements Registration {

		Billing() {
			super("billing-1", "billing", "10.0.0.6", 9090, false);
		}

	}

}
