package dev.discovery.autoconfigure.registration;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.cloud.registry.AutoRegistration;
import dev.discovery.cloud.registry.DiscoveryRegistration;
import dev.discovery.cloud.registry.MetadataContributor;
import dev.discovery.cloud.registry.RecordingRegistrar;
import dev.discovery.model.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the user adds to a registration, and what a refresh and the actuator do to it.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistrationCustomizationTests {

	private static final String STATUS = "/actuator/serviceregistry";

	private final RecordingRegistrar registrar = RegisteringApplication.registrar();

	@Test
	void publishesTheConfiguredMetadata() {
		RegisteringApplication
			.run(this.registrar, WebApplicationType.SERVLET, "discovery.registration.metadata.team=blue",
					"discovery.registration.metadata.management.port=99", "discovery.registration.tags=a,b",
					"discovery.registration.zone=eu-1a", "discovery.registration.region=eu-1",
					"discovery.registration.version=3", "discovery.registration.secure=true",
					"discovery.registration.instance-id=the-one")
			.close();
		Instance self = this.registrar.everyone().get(0);
		assertThat(self.getMetadata()).containsAllEntriesOf(Map.of("team", "blue", "management.port", "99", "tags",
				"a,b", "zone", "eu-1a", "region", "eu-1", "version", "3"));
		assertThat(self.getInstanceId()).isEqualTo("the-one");
		assertThat(self.getScheme()).isEqualTo("https");
	}

	@Test
	void callsLifecyclesAndContributorsAroundTheRegistration() {
		ConfigurableApplicationContext context = RegisteringApplication.run(Customized.class, this.registrar,
				WebApplicationType.SERVLET);
		Customized customized = context.getBean(Customized.class);
		assertThat(customized.calls).containsExactly("before start", "after start");
		context.close();
		assertThat(customized.calls).containsExactly("before start", "after start", "before stop", "after stop");
		assertThat(this.registrar.everyone().get(0).getMetadata()).containsEntry("contributed", "yes")
			.containsEntry("added", "late");
	}

	@Test
	void readsAndSetsTheStatusOverHttp() throws Exception {
		try (ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar,
				WebApplicationType.SERVLET, "management.endpoints.web.exposure.include=*")) {
			int port = this.registrar.registered().get(0).getPort();
			assertThat(RegisteringApplication.get(port, STATUS).body())
				.isEqualTo("{\"status\":\"UP\",\"lease\":\"HELD\"}");
			assertThat(RegisteringApplication.post(port, STATUS, "{\"status\":\"OUT_OF_SERVICE\"}").statusCode())
				.isEqualTo(200);
			assertThat(RegisteringApplication.get(port, STATUS).body()).isEqualTo(
					"{\"status\":\"OUT_OF_SERVICE\",\"overriddenStatus\":\"OUT_OF_SERVICE\",\"lease\":\"HELD\"}");
			assertThat(RegisteringApplication.post(port, STATUS, "{\"status\":\"SLEEPY\"}").statusCode())
				.isEqualTo(400);
			RegisteringApplication.post(port, STATUS, "{\"status\":\"UP\"}");
			assertThat(this.registrar.journal()).containsExactly("register STARTING", "report UP",
					"report OUT_OF_SERVICE", "report UP");
		}
	}

	@Test
	void answersAnUnknownStatusWith400OnReactiveServersToo() throws Exception {
		try (ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar,
				WebApplicationType.REACTIVE, "management.endpoints.web.exposure.include=*")) {
			int port = this.registrar.registered().get(0).getPort();
			assertThat(RegisteringApplication.post(port, STATUS, "{\"status\":\"DOWN\"}").statusCode()).isEqualTo(200);
			assertThat(RegisteringApplication.post(port, STATUS, "{\"status\":\"SLEEPY\"}").statusCode())
				.isEqualTo(400);
			assertThat(this.registrar.journal()).endsWith("report DOWN");
		}
	}

	@Test
	void aRefreshLeavesItRegistered(CapturedOutput output) {
		try (ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar,
				WebApplicationType.SERVLET)) {
			String key = "discovery.registration.metadata.team";
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("changed", Map.of(key, "green")));
			context.publishEvent(new EnvironmentChangeEvent(context, Set.of(key)));
			context.getBean(RefreshScope.class).refreshAll();
			assertThat(context.getBean(RegistrationProperties.class).getMetadata()).containsEntry("team", "green");
			assertThat(output).doesNotContain("Cannot create default instance of dev.discovery");
			assertThat(this.registrar.journal()).containsExactly("register STARTING", "report UP");
			assertThat(context.getBean(Registration.class).getPort())
				.isEqualTo(this.registrar.registered().get(0).getPort());
		}
	}

	@Test
	void startsLastAndStopsFirst() {
		try (ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar,
				WebApplicationType.SERVLET)) {
			AutoRegistration lifecycle = context.getBean(AutoRegistration.class);
			assertThat(lifecycle.getPhase()).isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
			assertThat(lifecycle.isPauseable()).isFalse();
			lifecycle.start();
			assertThat(this.registrar.everyone()).hasSize(1);
			lifecycle.stop();
			lifecycle.stop();
			assertThat(this.registrar.journal()).filteredOn("release"::equals).hasSize(1);
		}
	}

	/**
	 * Adds to its registration.
	 */
	static class Customized extends RegisteringApplication {

		final CopyOnWriteArrayList<String> calls = new CopyOnWriteArrayList<>();

		@Bean
		MetadataContributor contributor() {
			return (port, metadata) -> metadata.put("contributed", "yes");
		}

		@Bean
		RegistrationLifecycle<DiscoveryRegistration> lifecycle() {
			return new Recording(this.calls);
		}

		@Bean
		RegistrationLifecycle<Other> lifecycleOfAnotherRegistry() {
			return new RecordingOther();
		}

	}

	/**
	 * Another registry's kind of registration.
	 */
	interface Other extends Registration {

	}

	private static final class Recording implements RegistrationLifecycle<DiscoveryRegistration> {

		private final CopyOnWriteArrayList<String> calls;

		private Recording(CopyOnWriteArrayList<String> calls) {
			this.calls = calls;
		}

		@Override
		public void postProcessBeforeStartRegister(DiscoveryRegistration registration) {
			registration.getMetadata().put("added", "late");
			this.calls.add("before start");
		}

		@Override
		public void postProcessAfterStartRegister(DiscoveryRegistration registration) {
			this.calls.add("after start");
		}

		@Override
		public void postProcessBeforeStopRegister(DiscoveryRegistration registration) {
			this.calls.add("before stop");
			throw new IllegalStateException("A lifecycle that fails must not keep the application from leaving");
		}

		@Override
		public void postProcessAfterStopRegister(DiscoveryRegistration registration) {
			this.calls.add("after stop");
		}

	}

	private static final class RecordingOther implements RegistrationLifecycle<Other> {

		@Override
		public void postProcessBeforeStartRegister(Other registration) {
			throw new IllegalStateException("not ours");
		}

		@Override
		public void postProcessAfterStartRegister(Other registration) {
		}

		@Override
		public void postProcessBeforeStopRegister(Other registration) {
		}

		@Override
		public void postProcessAfterStopRegister(Other registration) {
		}

	}

}
