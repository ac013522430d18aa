package dev.discovery.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.discovery.backend.NamesListener;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.testkit.NewThreads;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One context after another in one JVM, as with devtools and in tests.
 */
class RestartTests {

	@Test
	void leaveNoWatchBehind() {
		NewThreads threads = NewThreads.fromNow();
		Counting backend = new Counting();
		for (int i = 0; i < 3; i++) {
			try (ConfigurableApplicationContext context = run((each) -> each.registerBean("backend",
					ServiceBackend.class, () -> backend, (definition) -> definition.setDestroyMethodName("")))) {
				context.getBean(ServiceDirectory.class).lookup("inventory");
				context.getBean(DiscoveryClient.class).getServices();
				assertThat(backend.open).hasSize(2);
			}
			assertThat(backend.open).isEmpty();
		}
		threads.awaitNone("discovery");
	}

	@Test
	void registerOncePerGenerationUnderOneId() {
		String[] shared = { "discovery.in-memory.registry=restart-tests", "discovery.registration.port=8080",
				"discovery.registration.host=localhost", "discovery.registration.drain=0s" };
		try (ConfigurableApplicationContext other = run((each) -> {
		}, with(shared, "spring.application.name=watcher"))) {
			ServiceDirectory directory = other.getBean(ServiceDirectory.class);
			List<String> stamps = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				try (ConfigurableApplicationContext orders = run((each) -> {
				}, with(shared, "spring.application.name=orders"))) {
					assertThat(orders.isRunning()).isTrue();
					List<ServiceInstance> found = directory.lookup("orders").up();
					assertThat(found).hasSize(1);
					stamps.add(found.get(0).getInstanceId());
				}
				assertThat(directory.lookup("orders").up()).isEmpty();
			}
			assertThat(stamps).containsOnly("orders-localhost-8080");
		}
	}

	private static String[] with(String[] some, String one) {
		List<String> all = new ArrayList<>(List.of(some));
		all.add(one);
		return all.toArray(String[]::new);
	}

	private static ConfigurableApplicationContext run(Consumer<GenericApplicationContext> customizer,
			String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> customizer.accept((GenericApplicationContext) context))
			.properties(properties)
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * Outlives the contexts and counts who watches.
	 */
	private static final class Counting implements ServiceBackend {

		private final List<Watch> open = new ArrayList<>();

		@Override
		public String name() {
			return "counting";
		}

		@Override
		public Duration recovery() {
			return Duration.ZERO;
		}

		@Override
		public Watch watch(String serviceId, WatchListener listener) {
			Watch watch = opened();
			listener.onSnapshot(ServiceSnapshot.of(serviceId, List.of()));
			return watch;
		}

		@Override
		public Watch watchNames(NamesListener listener) {
			Watch watch = opened();
			listener.onNames(Set.of());
			return watch;
		}

		private Watch opened() {
			Watch watch = new Watch() {

				@Override
				public void close() {
					Counting.this.open.remove(this);
				}

			};
			this.open.add(watch);
			return watch;
		}

		@Override
		public void close() {
		}

	}

}
