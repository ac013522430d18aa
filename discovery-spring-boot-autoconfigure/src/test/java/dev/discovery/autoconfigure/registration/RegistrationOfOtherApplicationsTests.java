package dev.discovery.autoconfigure.registration;

import dev.discovery.cloud.registry.AutoRegistration;
import dev.discovery.cloud.registry.RecordingRegistrar;
import dev.discovery.model.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.cloud.client.discovery.EnableDiscoveryClient;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.discovery.health.DiscoveryClientHealthIndicator;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications without a web server, and those that were told not to register.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistrationOfOtherApplicationsTests {

	private final RecordingRegistrar registrar = RegisteringApplication.registrar();

	@Test
	void anApplicationWithoutAWebServerOnlyLooksOthersUp(CapturedOutput output) {
		try (ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar,
				WebApplicationType.NONE)) {
			assertThat(this.registrar.journal()).isEmpty();
			assertThat(context.getBean(RegisteringApplication.class).events)
				.hasExactlyElementsOfTypes(InstanceRegisteredEvent.class);
			assertThat(output).containsOnlyOnce("not registered, only looking others up: it has no web server, "
					+ "and discovery.registration.port is not set");
			assertThat(context.getBean(Registration.class).getPort()).isZero();
			assertThat(context.getBean(DiscoveryClientHealthIndicator.class).health().getStatus())
				.isNotEqualTo(Status.UNKNOWN);
		}
	}

	@Test
	void needsNoNameToLookOthersUp() {
		RegisteringApplication.run(this.registrar, WebApplicationType.NONE, "spring.application.name=").close();
		RegisteringApplication
			.run(this.registrar, WebApplicationType.SERVLET, "spring.application.name=",
					"discovery.registration.enabled=false")
			.close();
		assertThat(this.registrar.journal()).isEmpty();
	}

	@Test
	void anApplicationWithoutAWebServerRegistersUnderAnExplicitPort() {
		RegisteringApplication
			.run(this.registrar, WebApplicationType.NONE, "discovery.registration.port=7000",
					"discovery.registration.host=orders.example")
			.close();
		assertThat(this.registrar.everyone()).extracting(Instance::getInstanceId)
			.containsExactly("orders-orders.example-7000");
		assertThat(this.registrar.journal()).startsWith("register STARTING", "report UP").endsWith("release");
	}

	@Test
	void anExplicitPortStandsAboveTheServersOwn() {
		RegisteringApplication.run(this.registrar, WebApplicationType.SERVLET, "discovery.registration.port=7000")
			.close();
		assertThat(this.registrar.everyone()).extracting(Instance::getPort).containsExactly(7000);
	}

	@Test
	void aServerThatIsSwitchedOffDoesNotCount() {
		RegisteringApplication.run(this.registrar, WebApplicationType.SERVLET, "server.port=-1").close();
		assertThat(this.registrar.journal()).isEmpty();
	}

	@Test
	void registersOnlyByHandWhereRegistrationIsDisabled() {
		for (String property : new String[] { "discovery.registration.enabled=false",
				"spring.cloud.service-registry.auto-registration.enabled=false" }) {
			RecordingRegistrar own = RegisteringApplication.registrar();
			try (ConfigurableApplicationContext context = RegisteringApplication.run(own, WebApplicationType.SERVLET,
					property)) {
				assertThat(own.journal()).isEmpty();
				registerByHand(context);
				assertThat(own.journal()).containsExactly("register UP");
			}
			assertThat(own.registered()).isEmpty();
		}
	}

	@Test
	void honoursEnableDiscoveryClient() {
		RegisteringApplication.run(NotRegistering.class, this.registrar, WebApplicationType.SERVLET).close();
		assertThat(this.registrar.journal()).isEmpty();
		RegisteringApplication.run(Registering.class, this.registrar, WebApplicationType.SERVLET).close();
		assertThat(this.registrar.journal()).contains("register STARTING");
	}

	@Test
	void hasNoBeansWhereDiscoveryIsDisabled() {
		for (String property : new String[] { "spring.cloud.discovery.enabled=false", "discovery.enabled=false" }) {
			try (ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar,
					WebApplicationType.SERVLET, property)) {
				assertThat(context.getBeansOfType(ServiceRegistry.class)).isEmpty();
				assertThat(context.getBeansOfType(Registration.class)).isEmpty();
				assertThat(context.getBeansOfType(AutoServiceRegistration.class)).isEmpty();
			}
		}
	}

	@Test
	void satisfiesSpringCloudsFailFast() {
		RegisteringApplication
			.run(this.registrar, WebApplicationType.SERVLET,
					"spring.cloud.service-registry.auto-registration.fail-fast=true")
			.close();
		assertThat(this.registrar.everyone()).hasSize(1);
	}

	@Test
	void theReadinessOfAChildContextDoesNotCount() {
		try (ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar,
				WebApplicationType.SERVLET)) {
			try (ConfigurableApplicationContext child = new SpringApplicationBuilder(Object.class).parent(context)
				.web(WebApplicationType.NONE)
				.run()) {
				AvailabilityChangeEvent.publish(child, ReadinessState.REFUSING_TRAFFIC);
			}
			assertThat(this.registrar.journal()).containsExactly("register STARTING", "report UP");
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			AvailabilityChangeEvent.publish(context, this, ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(this.registrar.journal()).endsWith("report OUT_OF_SERVICE", "report UP");
		}
	}

	@Test
	void theServerOfAChildContextIsRegisteredWhereTheParentHasNone() {
		try (ConfigurableApplicationContext parent = RegisteringApplication.run(this.registrar,
				WebApplicationType.NONE)) {
			try (ConfigurableApplicationContext child = child(parent)) {
				assertThat(this.registrar.journal()).containsExactly("register STARTING", "report UP");
				assertThat(this.registrar.everyone()).singleElement()
					.extracting(Instance::getPort)
					.isEqualTo(((WebServerApplicationContext) child).getWebServer().getPort());
				assertThat(child.getBean(AutoRegistration.class).isRunning()).isTrue();
			}
			assertThat(this.registrar.journal()).endsWith("report OUT_OF_SERVICE", "release");
			assertThat(parent.isRunning()).isTrue();
		}
	}

	@Test
	void theServerOfAChildContextIsNotRegisteredBesideThatOfItsParent() {
		try (ConfigurableApplicationContext parent = RegisteringApplication.run(this.registrar,
				WebApplicationType.SERVLET)) {
			child(parent).close();
			assertThat(this.registrar.journal()).containsExactly("register STARTING", "report UP");
			assertThat(parent.isRunning()).isTrue();
		}
	}

	@Test
	void aChildContextThatIsReplacedIsRegisteredAgain() {
		try (ConfigurableApplicationContext parent = RegisteringApplication.run(this.registrar,
				WebApplicationType.NONE)) {
			child(parent).close();
			int before = this.registrar.journal().size();
			child(parent).close();
			assertThat(this.registrar.journal().subList(before, this.registrar.journal().size()))
				.startsWith("register STARTING", "report UP")
				.endsWith("release");
		}
	}

	@Test
	void onlyOneOfTwoChildrenIsRegistered() {
		try (ConfigurableApplicationContext parent = RegisteringApplication.run(this.registrar,
				WebApplicationType.NONE); ConfigurableApplicationContext first = child(parent)) {
			child(parent).close();
			assertThat(this.registrar.journal()).containsExactly("register STARTING", "report UP");
			assertThat(first.isRunning()).isTrue();
		}
	}

	@Test
	void aChildContextThatStartsBeforeItsParentLeavesRegistrationToThat() {
		ConfigurableApplicationContext parent = RegisteringApplication.run(ChildFirst.class, this.registrar,
				WebApplicationType.SERVLET);
		try (parent) {
			assertThat(this.registrar.journal()).containsExactly("register STARTING", "report UP");
		}
	}

	private static ConfigurableApplicationContext child(ConfigurableApplicationContext parent) {
		return new SpringApplicationBuilder(RegisteringApplication.class).parent(parent)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "spring.main.banner-mode=off")
			.run();
	}

	@SuppressWarnings("unchecked")
	private static void registerByHand(ConfigurableApplicationContext context) {
		ServiceRegistry<Registration> registry = context.getBean(ServiceRegistry.class);
		registry.register(context.getBean(Registration.class));
	}

	/**
	 * Says so, and has nothing else to say.
	 */
	@EnableDiscoveryClient
	static class Registering extends RegisteringApplication {

	}

	/**
	 * Asks not to be registered.
	 */
	@EnableDiscoveryClient(autoRegister = false)
	static class NotRegistering extends RegisteringApplication {

	}

	/**
	 * Starts another application as soon as its own server runs.
	 */
	static class ChildFirst extends RegisteringApplication {

		@EventListener
		void start(WebServerInitializedEvent event) {
			if (((ApplicationContext) event.getApplicationContext()).getParent() == null) {
				child((ConfigurableApplicationContext) event.getApplicationContext()).close();
			}
		}

	}

}
