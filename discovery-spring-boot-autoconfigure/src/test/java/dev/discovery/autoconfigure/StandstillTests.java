package dev.discovery.autoconfigure;

import java.util.List;

import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Provenance;
import dev.discovery.observe.DiscoveryEvent;
import dev.discovery.observe.EventLog;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who rests when: StopAndStartTests shows how.
 */
class StandstillTests {

	@Test
	void reportsNoOutageWhereTheApplicationOnlyEnds() {
		ConfigurableApplicationContext context = run();
		ServiceDirectory directory = context.getBean(ServiceDirectory.class);
		EventLog events = context.getBean(EventLog.class);
		assertThat(directory.lookup("inventory").instances()).hasSize(1);
		context.close();
		assertThat(stale(events)).isEmpty();
	}

	@Test
	void restsWhereTheContextIsStoppedAlsoAfterTheEndOfAChild() {
		try (ConfigurableApplicationContext context = run()) {
			ServiceDirectory directory = context.getBean(ServiceDirectory.class);
			directory.lookup("inventory");
			GenericApplicationContext child = new GenericApplicationContext();
			child.setParent(context);
			child.refresh();
			child.close();
			context.stop();
			Patience.await().until(() -> directory.lookup("inventory").provenance() == Provenance.STALE);
			Patience.await().until(() -> stale(context.getBean(EventLog.class)).size() == 1);
		}
	}

	private static List<DiscoveryEvent> stale(EventLog events) {
		return events.last(100, (event) -> event.type() == DiscoveryEvent.Type.STALE);
	}

	private static ConfigurableApplicationContext run() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.application.name=orders", "discovery.registration.enabled=false",
					"discovery.in-memory.services.inventory[0].uri=http://localhost:8081")
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
