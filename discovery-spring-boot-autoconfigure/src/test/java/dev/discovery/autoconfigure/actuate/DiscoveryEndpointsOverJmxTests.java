package dev.discovery.autoconfigure.actuate;

import java.util.Map;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import dev.discovery.actuate.DiscoveryEndpoint;
import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.observe.DiscoveryEvent.Type;
import dev.discovery.observe.EventLog;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints as MBeans.
 */
class DiscoveryEndpointsOverJmxTests {

	private static final String DOMAIN = "discovery-endpoints-over-jmx";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class,
				InMemoryBackendAutoConfiguration.class, DiscoveryActuatorAutoConfiguration.class,
				DiscoveryHealthAutoConfiguration.class, JmxAutoConfiguration.class, EndpointAutoConfiguration.class,
				JmxEndpointAutoConfiguration.class))
		.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.domain=" + DOMAIN,
				"management.endpoints.jmx.exposure.include=discovery,discoveryevents",
				"discovery.in-memory.registry=" + DOMAIN,
				"discovery.in-memory.services.inventory[0].uri=http://127.0.0.1:1",
				"discovery.in-memory.services.inventory[1].uri=http://127.0.0.1:2");

	@Test
	void takesAnInstanceOutWhereThatIsAllowed() {
		this.runner.withPropertyValues("management.endpoint.discovery.access=UNRESTRICTED").run((context) -> {
			String instance = context.getBean(DiscoveryEndpoint.class).service("inventory").instances().get(0).id();
			MBeanServer server = context.getBean(MBeanServer.class);
			ObjectName name = new ObjectName(DOMAIN + ":type=Endpoint,name=Discovery");
			Object answer = server.invoke(name, "quarantine", new Object[] { "inventory", instance, null, "bad build" },
					new String[] { String.class.getName(), String.class.getName(), String.class.getName(),
							String.class.getName() });
			assertThat(answer).asInstanceOf(InstanceOfAssertFactories.MAP).containsEntry("pickable", false);
			Map<?, ?> events = (Map<?, ?>) server.invoke(new ObjectName(DOMAIN + ":type=Endpoint,name=Discoveryevents"),
					"events", new Object[] { null, "quarantined", null },
					new String[] { String.class.getName(), String.class.getName(), Integer.class.getName() });
			assertThat(events.get("events").toString()).contains("bad build (by hand)");
		});
	}

	@Test
	void onlyReadsUnlessToldOtherwise() {
		this.runner.run((context) -> {
			MBeanServer server = context.getBean(MBeanServer.class);
			ObjectName name = new ObjectName(DOMAIN + ":type=Endpoint,name=Discovery");
			assertThat(server.getMBeanInfo(name).getOperations()).extracting("name")
				.containsExactlyInAnyOrder("discovery", "service");
			assertThat(server.invoke(name, "discovery", new Object[0], new String[0])).as("no page")
				.asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("backend", "in-memory");
			assertThat(context.getBean(EventLog.class).last(1, (event) -> event.type() == Type.QUARANTINED)).isEmpty();
		});
	}

}
