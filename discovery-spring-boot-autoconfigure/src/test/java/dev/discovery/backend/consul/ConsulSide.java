package dev.discovery.backend.consul;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.discovery.backend.consul.ConsulReading.Consistency;
import dev.discovery.backend.consul.ConsulReading.Selection;
import dev.discovery.backend.consul.ConsulRegistration.Check;
import dev.discovery.backend.consul.ConsulSettings.Tenancy;
import dev.discovery.backend.http.Credentials;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.testkit.RegistrySide;
import dev.discovery.trust.Trust;
import org.jspecify.annotations.Nullable;

/**
 * An application's way to Consul, with timings that suit tests.
 */
final class ConsulSide extends RegistrySide {

	static final Duration WAIT = Duration.ofSeconds(2);

	static final Duration HEARTBEAT = Duration.ofSeconds(1);

	static final Duration TTL = Duration.ofSeconds(3);

	/** How soon it must be noticed that an answer doesn't come. */
	static final Duration NOTICED = WAIT.plus(WAIT.dividedBy(16)).plus(WAIT.dividedBy(2));

	static final ConsulReading READING = new ConsulReading(WAIT, 64, Consistency.STALE, false, null, null,
			Selection.ALL, Map.of());

	/** For those who wait for a change and not for a deadline, which is 5 s here. */
	static final ConsulReading PATIENT_READING = new ConsulReading(Duration.ofSeconds(10), 64, Consistency.STALE, false,
			null, null, Selection.ALL, Map.of());

	static final ConsulRegistration REGISTRATION = registration(new Check.Ttl(TTL, HEARTBEAT));

	final ConsulBackend backend;

	final ConsulRegistrar registrar;

	final ServiceDirectory directory;

	private ConsulSide(Setup setup) {
		super("consul", setup.tls(), setup.credentials(), setup.trust());
		ConsulSettings settings = new ConsulSettings(List.of(setup.url()), Tenancy.DEFAULT, setup.reading(),
				setup.registration());
		this.backend = new ConsulBackend(this.runtime, this.http, settings);
		this.registrar = new ConsulRegistrar(this.runtime, this.http, settings);
		this.directory = read(this.backend);
	}

	static Setup at(URI url) {
		return new Setup(url, () -> null, Credentials.NONE, READING, REGISTRATION, Trust.usual());
	}

	static ConsulSide open(URI url) {
		return at(url).open();
	}

	static ConsulRegistration registration(Check check) {
		return new ConsulRegistration(check, null, false, null, false);
	}

	/**
	 * What may differ.
	 */
	record Setup(URI url, Supplier<@Nullable SSLContext> tls, Credentials credentials, ConsulReading reading,
			ConsulRegistration registration, Trust trust) {

		Setup tls(Supplier<@Nullable SSLContext> other) {
			return new Setup(this.url, other, this.credentials, this.reading, this.registration, this.trust);
		}

		Setup token(Supplier<String> token) {
			return new Setup(this.url, this.tls, (uri) -> Map.of("X-Consul-Token", token.get()), this.reading,
					this.registration, this.trust);
		}

		Setup reading(ConsulReading other) {
			return new Setup(this.url, this.tls, this.credentials, other, this.registration, this.trust);
		}

		Setup registration(ConsulRegistration other) {
			return new Setup(this.url, this.tls, this.credentials, this.reading, other, this.trust);
		}

		Setup trust(Trust other) {
			return new Setup(this.url, this.tls, this.credentials, this.reading, this.registration, other);
		}

		ConsulSide open() {
			return new ConsulSide(this);
		}

	}

}
