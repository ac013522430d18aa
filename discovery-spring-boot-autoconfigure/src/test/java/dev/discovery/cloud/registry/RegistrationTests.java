package dev.discovery.cloud.registry;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.memory.InMemoryRegistry;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.NewThreads;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.Stopwatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.discovery.health.DiscoveryClientHealthIndicator;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a real application does with its registration, from its start to its stop.
 */
class RegistrationTests {

	private final String name = "registration-tests-" + UUID.randomUUID();

	private final InMemoryRegistry registry = InMemoryRegistry.acquire(this.name);

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@AfterEach
	void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
		this.registry.release();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void registersAWebApplicationUnderThePortThatItOpened(WebApplicationType type) {
		ConfigurableApplicationContext context = run(type, "--server.port=0",
				"--discovery.registration.metadata.team=blue", "--discovery.registration.tags=a,b",
				"--discovery.registration.zone=z1", "--discovery.registration.version=1.2");
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		Instance instance = registered();
		assertThat(instance.getPort()).isEqualTo(port);
		assertThat(instance.getHealth()).isEqualTo(Health.UP);
		assertThat(instance.getInstanceId()).isEqualTo("orders-127.0.0.1-" + port);
		assertThat(instance.getMetadata()).containsEntry("team", "blue")
			.containsEntry("tags", "a,b")
			.containsEntry("zone", "z1")
			.containsEntry("version", "1.2")
			.containsEntry("management.context-path", "/actuator")
			.containsEntry("management.port", String.valueOf(port))
			.containsKey("discovery.registered-at");
		Registration registration = context.getBean(Registration.class);
		assertThat(registration.getInstanceId()).isEqualTo(instance.getInstanceId());
		assertThat(registration.getUri()).isEqualTo(instance.getUri());
	}

	@Test
	void tellsOfASeparateManagementServerOnARandomPort() {
		ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "--server.port=0",
				"--management.server.port=0", "--management.server.base-path=/admin",
				"--server.servlet.context-path=/x");
		assertThat(registered().getMetadata())
			.containsEntry("management.port", context.getEnvironment().getRequiredProperty("local.management.port"))
			.containsEntry("management.context-path", "/admin/actuator");
		assertThat(registered().getPort())
			.isEqualTo(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

	@Test
	void isStartingUntilTheApplicationIsReady() {
		List<Health> seen = new ArrayList<>();
		ApplicationRunner runner = (arguments) -> seen.add(registered().getHealth());
		start(application(WebApplicationType.SERVLET).initializers(
				(context) -> ((GenericApplicationContext) context).registerBean(ApplicationRunner.class, () -> runner)),
				"--server.port=0");
		assertThat(seen).containsExactly(Health.STARTING);
		assertThat(registered().getHealth()).isEqualTo(Health.UP);
	}

	@Test
	void letsReadinessSayWhetherItIsUp() {
		ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "--server.port=0");
		AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
		assertThat(registered().getHealth()).isEqualTo(Health.OUT_OF_SERVICE);
		AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
		assertThat(registered().getHealth()).isEqualTo(Health.UP);
	}

	@Test
	void onlyCallsOthersWhereThereIsNoServerAndNoPort() {
		ConfigurableApplicationContext context = run(WebApplicationType.NONE);
		assertThat(this.registry.services()).isEmpty();
		assertThat(healthOf(context)).isEqualTo("UP");
	}

	@Test
	void isHealthyWhereRegistrationIsSwitchedOff() {
		for (String property : new String[] { "discovery.registration.enabled",
				"spring.cloud.service-registry.auto-registration.enabled" }) {
			ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "--server.port=0",
					"--" + property + "=false");
			assertThat(this.registry.services()).isEmpty();
			assertThat(healthOf(context)).isEqualTo("UP");
		}
	}

	@Test
	void registersWithoutAServerWhereThePortIsGiven() {
		ConfigurableApplicationContext context = run(WebApplicationType.NONE, "--discovery.registration.port=7070",
				"--discovery.registration.host=orders.example", "--discovery.registration.instance-id=one");
		assertThat(registered().getUri()).isEqualTo(URI.create("http://orders.example:7070"));
		assertThat(registered().getInstanceId()).isEqualTo("one");
		context.close();
		assertThat(this.registry.services()).isEmpty();
	}

	@Test
	void goesOnServingWhileEverybodyHearsThatItStops() throws Exception {
		ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "--server.port=0",
				"--discovery.registration.drain=2s");
		URI health = URI.create("http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port")
				+ "/actuator/health");
		Stopwatch watch = Stopwatch.start();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
		Patience.await().until(() -> this.registry.services().isEmpty());
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isIn(200, 503);
		closed.join();
		assertThat(watch.taken()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void registersTwoContextsOfOneJvmSeparately() {
		run(WebApplicationType.SERVLET, "--server.port=0");
		ConfigurableApplicationContext second = run(WebApplicationType.REACTIVE, "--server.port=0");
		assertThat(this.registry.instances("orders")).hasSize(2);
		second.close();
		assertThat(this.registry.instances("orders")).hasSize(1);
	}

	@Test
	void leavesNeitherARegistrationNorAThreadBehind() {
		NewThreads threads = NewThreads.fromNow();
		for (int i = 0; i < 3; i++) {
			run(WebApplicationType.SERVLET, "--server.port=0").close();
		}
		assertThat(this.registry.services()).isEmpty();
		threads.awaitNone("discovery");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void keepsItsRegistrationThroughARefreshAndAPause(CapturedOutput output) {
		ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "--server.port=0");
		Instance before = registered();
		context.publishEvent(new EnvironmentChangeEvent(context, Set.of("discovery.registration.zone")));
		assertThat(registered().sameContent(before)).isTrue();
		assertThat(output.getAll().lines()).filteredOn((line) -> line.contains(" WARN "))
			.singleElement()
			.asString()
			.endsWith("without effect until the application is restarted: discovery.registration.zone");
		assertThat(context.getBean(AutoRegistration.class).isPauseable()).isFalse();
	}

	@Test
	void showsAndSetsTheStatusThroughSpringCloudsEndpoint() throws Exception {
		ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "--server.port=0",
				"--management.endpoints.web.exposure.include=serviceregistry");
		URI endpoint = URI.create("http://localhost:"
				+ context.getEnvironment().getRequiredProperty("local.server.port") + "/actuator/serviceregistry");
		HttpClient http = HttpClient.newHttpClient();
		HttpResponse<String> before = http.send(HttpRequest.newBuilder(endpoint).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(before.body()).contains("\"status\":\"UP\"");
		HttpRequest change = HttpRequest.newBuilder(endpoint)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"status\":\"OUT_OF_SERVICE\"}"))
			.build();
		assertThat(http.send(change, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
		assertThat(registered().getHealth()).isEqualTo(Health.OUT_OF_SERVICE);
		AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
		assertThat(registered().getHealth()).isEqualTo(Health.OUT_OF_SERVICE);
	}

	@Test
	void runsSpringCloudsHooksAndPublishesItsEvents() {
		ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "--server.port=0");
		Recorder recorder = context.getBean(Recorder.class);
		context.close();
		assertThat(recorder.heard).containsExactly("InstancePreRegisteredEvent", "before start", "after start",
				"InstanceRegisteredEvent", "before stop", "after stop");
	}

	private Instance registered() {
		List<Instance> instances = this.registry.instances("orders");
		assertThat(instances).hasSize(1);
		return instances.get(0);
	}

	private static String healthOf(ConfigurableApplicationContext context) {
		return context.getBean(DiscoveryClientHealthIndicator.class).health().getStatus().getCode();
	}

	private ConfigurableApplicationContext run(WebApplicationType type, String... arguments) {
		return start(application(type), arguments);
	}

	private SpringApplicationBuilder application(WebApplicationType type) {
		return new SpringApplicationBuilder(Application.class).web(type);
	}

	private ConfigurableApplicationContext start(SpringApplicationBuilder application, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.application.name=orders",
				"--discovery.in-memory.registry=" + this.name, "--spring.main.banner-mode=off"));
		Collections.addAll(all, arguments);
		ConfigurableApplicationContext context = application.run(all.toArray(String[]::new));
		this.contexts.add(context);
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

		@Bean
		ApplicationListener<InstancePreRegisteredEvent> preRegistered(Recorder recorder) {
			return (event) -> recorder.heard.add("InstancePreRegisteredEvent");
		}

		@Bean
		ApplicationListener<InstanceRegisteredEvent<?>> registered(Recorder recorder) {
			return (event) -> recorder.heard.add("InstanceRegisteredEvent");
		}

	}

	static class Recorder implements RegistrationLifecycle<Registration> {

		private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

		@Override
		public void postProcessBeforeStartRegister(Registration registration) {
			this.heard.add("before start");
		}

		@Override
		public void postProcessAfterStartRegister(Registration registration) {
			this.heard.add("after start");
		}

		@Override
		public void postProcessBeforeStopRegister(Registration registration) {
			this.heard.add("before stop");
		}

		@Override
		public void postProcessAfterStopRegister(Registration registration) {
			this.heard.add("after stop");
		}

	}

}
