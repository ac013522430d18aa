package dev.discovery.autoconfigure;

import java.time.Duration;

import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Provenance;
import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.NewThreads;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A context that is stopped and started again, as around a checkpoint.
 */
@RequiresProgram("consul")
class StopAndStartTests {

	private static ConsulAgent consul;

	@BeforeAll
	static void startConsul() {
		consul = ConsulAgent.dev().start();
	}

	@AfterAll
	static void stopConsul() {
		consul.close();
	}

	@Test
	void restsCompletelyAndGoesOn() {
		NewThreads threads = NewThreads.fromNow();
		register("inventory-1");
		try (TcpProxy proxy = TcpProxy.to(consul.port());
				ConfigurableApplicationContext context = run("discovery.backend=consul",
						"discovery.consul.url=" + proxy.url())) {
			ServiceDirectory directory = context.getBean(ServiceDirectory.class);
			assertThat(directory.lookup("inventory").instances()).hasSize(1);
			assertThat(directory.names()).contains("inventory");
			Patience.await().until(StopAndStartTests::isRegistered);
			String before = stamp();

			context.stop();
			Patience.await().untilAsserted(() -> {
				// before Java 21 connections end with what refers to them
				System.gc();
				assertThat(proxy.open()).isZero();
			});
			assertThat(isRegistered()).isFalse();
			threads.awaitNone("discovery-http");
			assertThat(directory.lookup("inventory").provenance()).isEqualTo(Provenance.STALE);
			register("inventory-2");
			Patience.pass(Duration.ofSeconds(1));
			assertThat(proxy.open()).isZero();
			assertThat(directory.lookup("inventory").instances()).hasSize(1);

			context.start();
			Patience.await().until(() -> directory.lookup("inventory").instances().size() == 2);
			assertThat(directory.lookup("inventory").provenance()).isEqualTo(Provenance.LIVE);
			Patience.await().until(StopAndStartTests::isRegistered);
			assertThat(stamp()).isNotEqualTo(before);
			consul.api().deregister("inventory-2");
			Patience.await().until(() -> directory.lookup("inventory").up().size() == 1);
		}
		finally {
			consul.api().unregisterAll();
		}
		threads.awaitNone("discovery");
	}

	@Test
	void letsSeveralRegistriesRestToo() {
		register("inventory-1");
		try (TcpProxy proxy = TcpProxy.to(consul.port());
				ConfigurableApplicationContext context = run("discovery.registries.here.backend=consul",
						"discovery.registries.here.consul.url=" + proxy.url())) {
			ServiceDirectory directory = context.getBean(ServiceDirectory.class);
			assertThat(directory.lookup("inventory").instances()).hasSize(1);
			context.stop();
			Patience.await().untilAsserted(() -> {
				System.gc();
				assertThat(proxy.open()).isZero();
			});
			register("inventory-2");
			context.start();
			Patience.await().until(() -> directory.lookup("inventory").instances().size() == 2);
		}
		finally {
			consul.api().unregisterAll();
		}
	}

	private static boolean isRegistered() {
		return !consul.api().get("/v1/catalog/service/orders").isEmpty();
	}

	private static String stamp() {
		return consul.api().get("/v1/catalog/service/orders").get(0).get("ServiceMeta").toString();
	}

	private static void register(String id) {
		consul.api()
			.register("{\"ID\":\"" + id + "\",\"Name\":\"inventory\",\"Address\":\"127.0.0.1\",\"Port\":"
					+ (8080 + id.charAt(id.length() - 1)) + "}");
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.application.name=orders", "discovery.registration.port=8080",
					"discovery.registration.host=127.0.0.1", "discovery.registration.drain=0s",
					"discovery.cache.snapshot.enabled=false")
			.properties(properties)
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
