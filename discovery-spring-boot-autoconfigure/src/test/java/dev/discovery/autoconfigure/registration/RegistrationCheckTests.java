package dev.discovery.autoconfigure.registration;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.Mistakes;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.cloud.registry.RecordingRegistrar;
import dev.discovery.cloud.registry.RegistrationSettings;
import dev.discovery.model.Locality;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Scheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link RegistrationCheck}, {@link ServerPort} and what is read of a mistake.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistrationCheckTests {

	private final RecordingRegistrar registrar = RegisteringApplication.registrar();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RegistrationAutoConfiguration.class))
		.withBean(ServiceRegistrar.class, () -> this.registrar)
		.withBean(Scheduler.class, VirtualTime::new)
		.withPropertyValues("spring.application.name=orders");

	@Test
	void takesTheDefaultsFromTheApplication() {
		this.runner.withPropertyValues("spring.application.version=1.2", "server.ssl.bundle=mine")
			.run((context) -> assertThat(settings(context)).isEqualTo(new RegistrationSettings(true, "orders", null,
					null, null, true, Map.of("version", "1.2"), Locality.UNKNOWN, null)));
	}

	@Test
	void tlsThatIsDisabledDoesNotCount() {
		this.runner.withPropertyValues("server.ssl.bundle=mine", "server.ssl.enabled=false")
			.run((context) -> assertThat(settings(context).secure()).isFalse());
	}

	@ParameterizedTest
	@ValueSource(strings = { "a@b", "x/y", "http://orders", "orders:8080", "a b", "my_host", "x\r\ny" })
	void refusesAHostThatIsNone(String host) {
		this.runner.withPropertyValues("discovery.registration.host=" + host).run((context) -> {
			assertThat(report(context)).startsWith("The property 'discovery.registration.host' is '");
			assertThat(action(context)).isEqualTo("Set it to the bare host name or address under which others reach"
					+ " this application, without scheme, port or path; or remove it, and the host is found by itself.");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders.example", "10.0.0.5", "2001:db8::5", "[2001:db8::5]" })
	void takesAHostThatIsOne(String host) {
		this.runner.withPropertyValues("discovery.registration.host=" + host)
			.run((context) -> assertThat(settings(context).host()).isEqualTo(host));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "65536" })
	void refusesAPortThatIsNone(String port) {
		this.runner.withPropertyValues("discovery.registration.port=" + port).run((context) -> {
			assertThat(report(context))
				.isEqualTo("The property 'discovery.registration.port' is '" + port + "': must be from 1 to 65535.");
			assertThat(action(context)).isEqualTo("Set it to the port under which others reach this application, or"
					+ " remove it to use the port of the web server.");
		});
	}

	@Test
	void refusesANegativeDrainTime() {
		this.runner.withPropertyValues("discovery.registration.drain=-1s").run((context) -> {
			assertThat(report(context))
				.isEqualTo("The property 'discovery.registration.drain' is 'PT-1S': must not be negative.");
			assertThat(action(context)).isEqualTo(
					"Set it to the time for which the stopping application goes on serving, such as 5s, or to 0.");
		});
	}

	@ParameterizedTest
	@CsvSource({ "service-id,'Set it to the name of the service, or remove it to use spring.application.name.'",
			"instance-id,'Set it to an id that is unique within the service, or remove it to use"
					+ " ''<service-id>-<host>-<port>''.'" })
	void refusesBlankIds(String name, String advice) {
		this.runner.withPropertyValues("discovery.registration." + name + "=").run((context) -> {
			assertThat(report(context))
				.isEqualTo("The property 'discovery.registration." + name + "' is '': must not be blank.");
			assertThat(action(context)).isEqualTo(advice);
		});
	}

	@Test
	void refusesIdsThatBreakALine() {
		this.runner.withPropertyValues("discovery.registration.instance-id=a\tb").run((context) -> {
			assertThat(report(context)).isEqualTo("The property 'discovery.registration.instance-id' is 'a?b': must"
					+ " have 1 to 512 characters, none of them a control character.");
			assertThat(action(context)).isEqualTo("Shorten it, or take out tabs, line breaks and the like.");
		});
	}

	@Test
	void aWebApplicationNeedsAName() {
		assertThatException()
			.isThrownBy(() -> RegisteringApplication.run(this.registrar, WebApplicationType.SERVLET,
					"spring.application.name="))
			.satisfies((failure) -> {
				List<String> analysis = analyze(failure);
				assertThat(analysis.get(0)).isEqualTo("The property 'spring.application.name' is not set:"
						+ " this application registers itself, and needs a name under which others find it.");
				assertThat(analysis.get(1)).isEqualTo("Set spring.application.name (or"
						+ " discovery.registration.service-id). If the application should only look others up, set"
						+ " discovery.registration.enabled=false.");
			});
		assertThat(this.registrar.everyone()).isEmpty();
	}

	@Test
	void printsTheAdviceWhenTheApplicationFails(CapturedOutput output) {
		assertThatException().isThrownBy(() -> RegisteringApplication.run(this.registrar, WebApplicationType.NONE,
				"discovery.registration.port=70000"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property 'discovery.registration.port' is '70000': must be from 1 to 65535.");
	}

	@Test
	void hintsAtANameThatCannotBeTheHostOfAUrl(CapturedOutput output) {
		this.runner.withPropertyValues("spring.application.name=my_orders").run((context) -> {
			assertThat(settings(context).serviceId()).isEqualTo("my_orders");
			assertThat(output).containsOnlyOnce("spring.application.name='my_orders' can't be the host of a URL, so"
					+ " load-balanced clients can't call this application as http://my_orders/: use letters, digits"
					+ " and '-' only, in place of '_' for example");
		});
		this.runner.withPropertyValues("discovery.registration.service-id=My-Orders1")
			.run((context) -> assertThat(output).doesNotContain("My-Orders1"));
	}

	@Test
	void needsNoWebServerClasses() {
		this.runner.withClassLoader(new FilteredClassLoader(WebServerApplicationContext.class, WebServer.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.registrar.everyone()).isEmpty();
			});
	}

	@Test
	void takesTheHostThatTheServerIsBoundTo() {
		assertThat(hostWith("server.address=127.0.0.1")).isEqualTo("127.0.0.1");
		assertThat(hostWith("server.address=0.0.0.0", "spring.cloud.inetutils.default-hostname=x"))
			.isNotEqualTo("0.0.0.0");
	}

	@Test
	void anAddressOfTheServerThatIsLeftEmptyIsNone() {
		assertThat(hostWith("server.address=", "spring.cloud.inetutils.default-hostname=x")).isNotBlank();
	}

	@Test
	void asksInetUtilsOnlyWhereItIsConfigured(CapturedOutput output) {
		hostWith();
		assertThat(output).doesNotContain("what spring.cloud.inetutils.* finds");
		hostWith("spring.cloud.inetutils.preferred-networks=.*");
		assertThat(output).containsOnlyOnce("the host is what spring.cloud.inetutils.* finds");
	}

	private String hostWith(String... properties) {
		RecordingRegistrar own = RegisteringApplication.registrar();
		String[] all = Stream.concat(Stream.of("discovery.registration.port=7000"), Arrays.stream(properties))
			.toArray(String[]::new);
		RegisteringApplication.run(own, WebApplicationType.NONE, all).close();
		return own.everyone().get(0).getHost();
	}

	private static RegistrationSettings settings(AssertableApplicationContext context) {
		return context.getBean(RegistrationSettings.class);
	}

	private static String report(AssertableApplicationContext context) {
		return analyze(context.getStartupFailure()).get(0);
	}

	private static String action(AssertableApplicationContext context) {
		return analyze(context.getStartupFailure()).get(1);
	}

	private static List<String> analyze(@Nullable Throwable failure) {
		if (failure == null) {
			return List.of("started", "");
		}
		FailureAnalysis analysis = Mistakes.analyze(failure);
		return (analysis != null) ? Arrays.asList(analysis.getDescription(), analysis.getAction())
				: List.of("not explained", "");
	}

}
