package dev.discovery.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.eureka.EurekaBackendAutoConfiguration;
import dev.discovery.autoconfigure.eureka.EurekaProperties;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * For those who come from Spring Cloud Netflix: what its properties say of the instance
 * counts wherever ours say nothing, and the log says what to write instead. Where the
 * servers are is read where Eureka is configured.
 */
final class EurekaMigrationEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String SOURCE = "discoveryOfSpringCloudNetflix";

	private static final String INSTANCE = "eureka.instance.";

	private static final String CLIENT = "eureka.client.";

	private static final String OURS = "discovery.registration.";

	private static final String OUR_EUREKA = EurekaProperties.PREFIX + "registration.";

	private final Log logger;

	EurekaMigrationEnvironmentPostProcessor(DeferredLogFactory logs) {
		this.logger = logs.getLog(EurekaMigrationEnvironmentPostProcessor.class);
	}

	@Override
	public int getOrder() {
		// after the configuration files, and before the defaults
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Binder binder = Binder.get(environment);
		if (!isEurekaUsed(environment)) {
			return;
		}
		Migration migration = new Migration(binder);
		// as there: who prefers an address isn't known by a name
		boolean address = binder.bind(INSTANCE + "prefer-ip-address", Boolean.class).orElse(false);
		migration.move(INSTANCE + (address ? "ip-address" : "hostname"), OURS + "host");
		migration.move(INSTANCE + "instance-id", OURS + "instance-id");
		migration.move(INSTANCE + "appname", OURS + "service-id");
		boolean secure = binder.bind(INSTANCE + "secure-port-enabled", Boolean.class).orElse(false);
		if (secure) {
			migration.move(INSTANCE + "secure-port-enabled", OURS + "secure");
		}
		migration.port(INSTANCE + (secure ? "secure-port" : "non-secure-port"), OURS + "port");
		migration.move(INSTANCE + "ip-address", OUR_EUREKA + "ip-address");
		migration.move(INSTANCE + "virtual-host-name", OUR_EUREKA + "vip-addresses");
		migration.move(INSTANCE + "home-page-url-path", OUR_EUREKA + "home-page-path");
		migration.move(INSTANCE + "status-page-url-path", OUR_EUREKA + "status-page-path");
		migration.move(INSTANCE + "health-check-url-path", OUR_EUREKA + "health-check-path");
		migration.seconds(INSTANCE + "lease-renewal-interval-in-seconds", OUR_EUREKA + "heartbeat");
		migration.seconds(INSTANCE + "lease-expiration-duration-in-seconds", OUR_EUREKA + "lease");
		migration.seconds(CLIENT + "registry-fetch-interval-seconds", EurekaProperties.PREFIX + "fetch-interval");
		migration.move(CLIENT + "fetch-remote-regions-registry", EurekaProperties.PREFIX + "regions");
		migration.move(CLIENT + "register-with-eureka", OURS + "enabled");
		migration.moveAll(INSTANCE + "metadata-map", OURS + "metadata");
		migration.finish(environment);
	}

	private static boolean isEurekaUsed(Environment environment) {
		return Stream
			.concat(Stream.of("discovery.backend"),
					OnRegistriesCondition.registries(environment)
						.keySet()
						.stream()
						.map((name) -> RegistryPlan.PREFIX + "." + name + ".backend"))
			.anyMatch((property) -> EurekaBackendAutoConfiguration.NAME
				.equalsIgnoreCase(environment.getProperty(property)));
	}

	/**
	 * The properties on their way.
	 */
	private final class Migration {

		private final Binder binder;

		private final Map<String, Object> moved = new LinkedHashMap<>();

		private final StringBuilder told = new StringBuilder();

		Migration(Binder binder) {
			this.binder = binder;
		}

		void move(String from, String to) {
			move(from, to, (value) -> value);
		}

		/** There, 0 leaves the choice to the server. */
		void port(String from, String to) {
			move(from, to, (value) -> value.strip().equals("0") ? "" : value);
		}

		void seconds(String from, String to) {
			move(from, to, (value) -> {
				if (!value.strip().matches("[0-9]{1,9}")) {
					throw new InvalidDiscoveryPropertyException(from, value, "is not a number of seconds",
							"Remove it, and set " + to + " to a duration such as 30s.");
				}
				return value.strip() + "s";
			});
		}

		private void move(String from, String to, UnaryOperator<String> conversion) {
			String value = this.binder.bind(from, String.class).orElse("");
			if (!value.isBlank() && !this.binder.bind(to, Object.class).isBound()) {
				String converted = conversion.apply(value);
				if (!converted.isEmpty()) {
					add(to, converted);
					tell(from, to);
				}
			}
		}

		void moveAll(String from, String to) {
			Map<String, String> values = this.binder.bind(from, Bindable.mapOf(String.class, String.class))
				.orElseGet(LinkedHashMap::new);
			values.forEach((key, value) -> add(to + "[" + key + "]", value));
			if (!values.isEmpty()) {
				tell(from, to);
			}
		}

		private void add(String to, String value) {
			this.moved.put(to, value);
		}

		private void tell(String from, String to) {
			this.told.append(this.told.isEmpty() ? "" : ", ").append(from).append(" (write ").append(to).append(')');
		}

		void finish(ConfigurableEnvironment environment) {
			if (!this.moved.isEmpty()) {
				environment.getPropertySources().addLast(new MapPropertySource(SOURCE, this.moved));
				EurekaMigrationEnvironmentPostProcessor.this.logger
					.info("These properties of Spring Cloud Netflix are used, since ours aren't set: " + this.told);
			}
		}

	}

}
