package dev.discovery.peers;

import java.util.Collection;
import java.util.List;

import dev.discovery.backend.memory.InMemoryRegistry;
import dev.discovery.model.Instance;
import dev.discovery.testkit.NewThreads;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Restarts by Spring Boot's devtools, whose class loader loads the application's classes
 * anew while ours stay.
 */
@EnabledIfSystemProperty(named = "discovery.matrix.added", matches = "peers")
class DevtoolsTests {

	private static final String REGISTRY = "devtools-tests";

	private static final String[] PROPERTIES = { "--spring.application.name=orders",
			"--discovery.in-memory.registry=" + REGISTRY, "--discovery.registration.host=localhost",
			"--discovery.registration.port=8080", "--discovery.registration.drain=0s",
			"--spring.devtools.livereload.enabled=false", "--spring.docker.compose.enabled=false",
			"--spring.main.banner-mode=off" };

	private final InMemoryRegistry registry = InMemoryRegistry.acquire(REGISTRY);

	private final NewThreads threads = NewThreads.fromNow();

	@AfterEach
	void release() {
		this.registry.release();
	}

	@Test
	void neitherLeakWatchesNorFightOverTheRegistration() throws Exception {
		// devtools ask for this name, and for no test framework below it
		Thread main = new Thread(() -> RestartedApplication.main(PROPERTIES), "main");
		main.start();
		ConfigurableApplicationContext context = awaitOtherThan(null);
		int watches = watches();
		int running = running().size();
		assertThat(watches).isPositive();
		assertThat(running).isPositive();
		Instance before = registered();
		ClassLoader loader = loader(context);
		for (int i = 0; i < 2; i++) {
			restart();
			ConfigurableApplicationContext next = awaitOtherThan(context);
			assertThat(context.isActive()).isFalse();
			assertThat(loader(next)).isNotSameAs(loader);
			loader = loader(next);
			assertThat(watches()).isEqualTo(watches);
			Patience.await().untilAsserted(() -> assertThat(running()).hasSize(running));
			Instance now = registered();
			assertThat(now.getInstanceId()).isEqualTo(before.getInstanceId());
			assertThat(now.getMetadata().get(Instance.REGISTERED_AT))
				.isNotEqualTo(before.getMetadata().get(Instance.REGISTERED_AT));
			context = next;
			before = now;
		}
		context.close();
		assertThat(watches()).isZero();
		assertThat(this.registry.instances("orders")).isEmpty();
		this.threads.awaitNone("discovery");
	}

	private Instance registered() {
		Patience.await().untilAsserted(() -> assertThat(this.registry.instances("orders")).hasSize(1));
		return this.registry.instances("orders").get(0);
	}

	private int watches() {
		return ((Collection<?>) ReflectionTestUtils.getField(this.registry, "listeners")).size();
	}

	private List<String> running() {
		return this.threads.names((name) -> name.startsWith("discovery"));
	}

	private static ConfigurableApplicationContext awaitOtherThan(ConfigurableApplicationContext before) {
		Patience.await()
			.untilAsserted(() -> assertThat(System.getProperties().get(RestartedApplication.CONTEXT)).isNotNull()
				.isNotSameAs(before));
		ConfigurableApplicationContext context = (ConfigurableApplicationContext) System.getProperties()
			.get(RestartedApplication.CONTEXT);
		assertThat(loader(context).getClass().getSimpleName()).isEqualTo("RestartClassLoader");
		return context;
	}

	/** That of the application's own class. */
	private static ClassLoader loader(ConfigurableApplicationContext context) {
		return context.getBean("restartedApplication").getClass().getClassLoader();
	}

	/** As devtools do when a class has changed. */
	private static void restart() throws Exception {
		Class<?> restarter = ClassUtils.forName("org.springframework.boot.devtools.restart.Restarter", null);
		restarter.getMethod("restart").invoke(restarter.getMethod("getInstance").invoke(null));
	}

}
