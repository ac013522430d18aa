package dev.discovery.backend.consul;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Credentials;
import dev.discovery.backend.RegistryHttpClient;
import dev.discovery.backend.consul.ConsulReading.Consistency;
import dev.discovery.backend.consul.ConsulReading.Selection;
import dev.discovery.backend.consul.ConsulRegistration.Check;
import dev.discovery.backend.consul.ConsulSettings.Tenancy;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.testkit.Exchanges;
import dev.discovery.time.Randomness;
import dev.discovery.time.WarpedTime;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * One application's way to Consul, whole but for Spring, with timings that suit tests.
 */
final class ConsulSide implements AutoCloseable {

	static final Duration WAIT = Duration.ofSeconds(2);

	static final Duration HEARTBEAT = Duration.ofSeconds(1);

	static final Duration TTL = Duration.ofSeconds(3);

	/** How soon it must be noticed that an answer doesn't come. */
	static final Duration NOTICED = WAIT.plus(WAIT.dividedBy(16)).plus(WAIT.dividedBy(2));

	static final ConsulReading READING = new ConsulReading(WAIT, 64, Consistency.STALE, false, null, null,
			Selection.ALL, Map.of());

	static final ConsulRegistration REGISTRATION = registration(new Check.Ttl(TTL, HEARTBEAT));

	final WarpedTime time = new WarpedTime("consul-side");

	final Exchanges exchanges = new Exchanges();

	final RegistryHttpClient http;

	final ConsulBackend backend;

	final ConsulRegistrar registrar;

	final ServiceDirectory directory;

	private ConsulSide(Setup setup) {
		BackendRuntime runtime = new BackendRuntime("consul", this.time, this.time, Randomness.threadLocal(),
				this.exchanges);
		this.http = new RegistryHttpClient(runtime, RegistryHttpClient.Settings.DEFAULT, setup.tls(),
				setup.credentials());
		ConsulSettings settings = new ConsulSettings(List.of(setup.url()), Tenancy.DEFAULT, setup.reading(),
				setup.registration());
		this.backend = new ConsulBackend(runtime, this.http, settings);
		this.registrar = new ConsulRegistrar(runtime, this.http, settings);
		this.directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time, this.time,
				DirectoryObserver.NONE);
	}

	static Setup at(URI url) {
		return new Setup(url, () -> null, Credentials.NONE, READING, REGISTRATION);
	}

	static ConsulSide open(URI url) {
		return at(url).open();
	}

	static ConsulRegistration registration(Check check) {
		return new ConsulRegistration(check, null, false, null, false);
	}

	static Instance instance(String serviceId, int number) {
		return Instance.builder(serviceId, "10.0.0." + number, 8080).instanceId(serviceId + "-" + number).build();
	}

	/**
	 * The ids that callers would be sent to now, without waiting.
	 */
	List<String> up(String serviceId) {
		ServiceSnapshot snapshot = this.directory.current(serviceId);
		return (snapshot != null) ? snapshot.up().stream().map(ServiceInstance::getInstanceId).toList() : List.of();
	}

	/**
	 * Waits for what must happen in time, and otherwise fails with all that was said.
	 */
	void await(Duration atMost, Callable<Boolean> condition) {
		try {
			Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(atMost).until(condition);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("not within " + atMost + ", after these exchanges:\n" + this.exchanges, ex);
		}
	}

	/**
	 * Lets whatever is under way arrive.
	 */
	void settle() {
		Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
	}

	/**
	 * Nothing is sent any more, as if the process had died.
	 */
	void crash() {
		this.time.close();
		this.http.close();
	}

	@Override
	public void close() {
		this.directory.close();
		this.backend.close();
		this.http.close();
		this.time.close();
	}

	/**
	 * What may differ.
	 */
	record Setup(URI url, Supplier<@Nullable SSLContext> tls, Credentials credentials, ConsulReading reading,
			ConsulRegistration registration) {

		Setup tls(Supplier<@Nullable SSLContext> other) {
			return new Setup(this.url, other, this.credentials, this.reading, this.registration);
		}

		Setup token(Supplier<String> token) {
			return new Setup(this.url, this.tls, (uri) -> Map.of("X-Consul-Token", token.get()), this.reading,
					this.registration);
		}

		Setup reading(ConsulReading other) {
			return new Setup(this.url, this.tls, this.credentials, other, this.registration);
		}

		Setup registration(ConsulRegistration other) {
			return new Setup(this.url, this.tls, this.credentials, this.reading, other);
		}

		ConsulSide open() {
			return new ConsulSide(this);
		}

	}

}
