package dev.discovery.autoconfigure.registration;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.discovery.cloud.registry.AutoRegistration;
import dev.discovery.cloud.registry.RecordingRegistrar;
import dev.discovery.model.Instance;
import dev.discovery.testkit.NewThreads;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.Stopwatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Registration of real servlet and reactive applications.
 */
class RegistrationOfWebApplicationsTests {

	/**
	 * With both servers on the class path their management configurations collide.
	 */
	private static final String NETTY_ONLY = "spring.autoconfigure.exclude=org.springframework.boot.tomcat"
			+ ".autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration";

	private final RecordingRegistrar registrar = RegisteringApplication.registrar();

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void registersWhenThePortIsOpenAndIsUpWhenReady(WebApplicationType type) {
		List<Boolean> open = new ArrayList<>();
		this.registrar.onRegister((instance) -> open.add(answers(instance.getPort())));
		try (ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar, type)) {
			assertThat(open).containsExactly(true);
			assertThat(this.registrar.journal()).containsExactly("register STARTING", "report UP");
			Instance self = this.registrar.registered().get(0);
			assertThat(self.getServiceId()).isEqualTo("orders");
			assertThat(self.getPort()).isEqualTo(portOf(context));
			assertThat(self.getInstanceId()).isEqualTo("orders-" + self.getHost() + "-" + self.getPort());
			assertThat(self.getMetadata()).containsKey("discovery.registered-at")
				.containsEntry("management.port", Integer.toString(self.getPort()))
				.containsEntry("management.context-path", "/actuator");
			assertThat(context.getBean(Registration.class).getUri()).isEqualTo(self.getUri());
			assertThat(context.getBean(RegisteringApplication.class).events)
				.hasExactlyElementsOfTypes(InstancePreRegisteredEvent.class, InstanceRegisteredEvent.class);
		}
		assertThat(this.registrar.registered()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void leavesFirstAndServesUntilTheDrainTimeIsOver(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar, type,
				"discovery.registration.drain=2s");
		int port = portOf(context);
		Stopwatch watch = Stopwatch.start();
		CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
		Patience.await().until(() -> this.registrar.journal().contains("release"));
		do {
			assertThat(RegisteringApplication.get(port, "/hello").body()).isEqualTo("hello");
		}
		while (watch.taken().compareTo(Duration.ofSeconds(1)) < 0);
		Patience.get(closing);
		assertThat(watch.taken()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
		watch.assertWithin(Duration.ofSeconds(8));
		assertThat(this.registrar.journal()).startsWith("register STARTING", "report UP", "report OUT_OF_SERVICE")
			.endsWith("release");
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> RegisteringApplication.get(port, "/hello"));
	}

	@Test
	void doesNotWaitForARegistryThatHangs() {
		this.registrar.answerReleasesWith(new CompletableFuture<>());
		ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar, WebApplicationType.SERVLET);
		Stopwatch watch = Stopwatch.start();
		context.close();
		assertThat(watch.taken()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
		watch.assertWithin(Duration.ofSeconds(5));
	}

	@Test
	void stopsAtOnceWhenLeavingFails() {
		this.registrar.failReleases();
		ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar, WebApplicationType.SERVLET);
		Stopwatch watch = Stopwatch.start();
		context.close();
		watch.assertWithin(Duration.ofSeconds(2));
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void registersAfterASeparateManagementServerHasItsPort(WebApplicationType type) {
		List<Boolean> open = new ArrayList<>();
		this.registrar.onRegister((instance) -> open
			.add(answers(Integer.parseInt(instance.getMetadata().getOrDefault("management.port", "0")))));
		try (ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar, type,
				"management.server.port=0", "management.server.base-path=/manage", NETTY_ONLY,
				"management.endpoints.web.base-path=/ops", "server.servlet.context-path=/shop")) {
			assertThat(open).containsExactly(true);
			Instance self = this.registrar.registered().get(0);
			assertThat(self.getPort()).isEqualTo(portOf(context));
			assertThat(self.getMetadata())
				.containsEntry("management.port", context.getEnvironment().getProperty("local.management.port"))
				.containsEntry("management.context-path", "/manage/ops");
			assertThat(this.registrar.journal()).containsExactly("register STARTING", "report UP");
		}
		assertThat(this.registrar.journal()).filteredOn("release"::equals).hasSize(1);
	}

	@Test
	void servesManagementDuringTheDrainTimeToo() throws Exception {
		ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar, WebApplicationType.SERVLET,
				"management.server.port=0", "discovery.registration.drain=2s");
		int port = context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
		Patience.await().until(() -> this.registrar.journal().contains("release"));
		assertThat(RegisteringApplication.get(port, "/actuator/health").statusCode()).isIn(200, 503);
		Patience.get(closing);
	}

	@Test
	void publishesTheWholePathOfTheActuatorOnTheSamePort() {
		RegisteringApplication
			.run(this.registrar, WebApplicationType.SERVLET, "server.servlet.context-path=/shop",
					"spring.mvc.servlet.path=/api")
			.close();
		RegisteringApplication.run(this.registrar, WebApplicationType.REACTIVE, "spring.webflux.base-path=/shop")
			.close();
		assertThat(this.registrar.everyone()).extracting((self) -> self.getMetadata().get("management.context-path"))
			.containsExactly("/shop/api/actuator", "/shop/actuator");
	}

	@Test
	void saysNothingOfAnActuatorThatIsNotExposed() {
		RegisteringApplication
			.run(this.registrar, WebApplicationType.SERVLET, "management.endpoints.web.exposure.exclude=*")
			.close();
		RegisteringApplication.run(this.registrar, WebApplicationType.SERVLET, "management.server.port=-1").close();
		assertThat(this.registrar.everyone()).hasSize(2)
			.noneMatch((self) -> self.getMetadata().containsKey("management.port"));
	}

	@Test
	void registersTwoContextsOfOneJvmSeparately() {
		try (ConfigurableApplicationContext one = RegisteringApplication.run(this.registrar,
				WebApplicationType.SERVLET)) {
			try (ConfigurableApplicationContext other = RegisteringApplication.run(this.registrar,
					WebApplicationType.REACTIVE)) {
				assertThat(this.registrar.registered()).extracting(Instance::getPort)
					.containsExactly(portOf(one), portOf(other));
			}
			assertThat(this.registrar.registered()).extracting(Instance::getPort).containsExactly(portOf(one));
		}
		assertThat(this.registrar.registered()).isEmpty();
	}

	@Test
	void registersUnderItsNewPortAfterStopAndStart() {
		try (ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar,
				WebApplicationType.SERVLET)) {
			context.stop();
			assertThat(this.registrar.registered()).isEmpty();
			context.start();
			assertThat(this.registrar.registered()).extracting(Instance::getPort).containsExactly(portOf(context));
			assertThat(this.registrar.journal()).endsWith("release", "register UP");
		}
	}

	@Test
	void leavesNoThreadAndNoLeaseAfterRepeatedStarts() {
		NewThreads threads = NewThreads.fromNow();
		for (int i = 0; i < 3; i++) {
			RegisteringApplication.run(this.registrar, WebApplicationType.SERVLET).close();
		}
		assertThat(this.registrar.everyone()).hasSize(3);
		assertThat(this.registrar.registered()).isEmpty();
		threads.awaitNone("discovery");
	}

	@Test
	void registersALazyApplicationToo() {
		RegisteringApplication.run(this.registrar, WebApplicationType.SERVLET, "spring.main.lazy-initialization=true")
			.close();
		assertThat(this.registrar.journal()).startsWith("register STARTING", "report UP").endsWith("release");
	}

	@Test
	void aPausedContextStaysRegistered() {
		try (ConfigurableApplicationContext context = RegisteringApplication.run(this.registrar,
				WebApplicationType.SERVLET)) {
			context.pause();
			context.restart();
			assertThat(context.getBean(AutoRegistration.class).isRunning()).isTrue();
			assertThat(this.registrar.journal()).containsExactly("register STARTING", "report UP");
		}
	}

	private static int portOf(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static boolean answers(int port) {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
