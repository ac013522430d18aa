package dev.discovery.backend.eureka;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.discovery.backend.http.Credentials;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.testkit.RegistrySide;
import dev.discovery.trust.Trust;
import org.jspecify.annotations.Nullable;

/**
 * An application's way to Eureka, with timings that suit tests.
 */
final class EurekaSide extends RegistrySide {

	static final Duration FETCH = Duration.ofSeconds(1);

	static final Duration HEARTBEAT = Duration.ofSeconds(1);

	/** The server makes twice as much of it. */
	static final Duration LEASE = Duration.ofSeconds(2);

	static final EurekaReading READING = new EurekaReading(FETCH, List.of());

	static final EurekaRegistration REGISTRATION = registration(HEARTBEAT, LEASE);

	final EurekaBackend backend;

	final EurekaRegistrar registrar;

	final ServiceDirectory directory;

	private EurekaSide(Setup setup) {
		super("eureka", setup.tls(), setup.credentials(), setup.trust());
		EurekaServers servers = new EurekaServers(this.runtime, this.http, setup.urls());
		this.backend = new EurekaBackend(servers, setup.reading());
		this.registrar = new EurekaRegistrar(servers,
				new EurekaSettings(setup.urls(), setup.reading(), setup.registration()));
		this.directory = read(this.backend);
	}

	static Setup at(URI... urls) {
		return new Setup(List.of(urls), () -> null, Credentials.NONE, READING, REGISTRATION, Trust.usual());
	}

	static EurekaSide open(URI... urls) {
		return at(urls).open();
	}

	static EurekaRegistration registration(Duration heartbeat, Duration lease) {
		EurekaRegistration usual = EurekaRegistration.DEFAULT;
		return new EurekaRegistration(heartbeat, lease, usual.vipAddresses(), usual.ipAddress(), usual.homePagePath(),
				usual.statusPagePath(), usual.healthCheckPath());
	}

	/**
	 * What may differ.
	 */
	record Setup(List<URI> urls, Supplier<@Nullable SSLContext> tls, Credentials credentials, EurekaReading reading,
			EurekaRegistration registration, Trust trust) {

		Setup tls(Supplier<@Nullable SSLContext> other) {
			return new Setup(this.urls, other, this.credentials, this.reading, this.registration, this.trust);
		}

		Setup credentials(String header) {
			return new Setup(this.urls, this.tls, (uri) -> Map.of("Authorization", header), this.reading,
					this.registration, this.trust);
		}

		Setup reading(EurekaReading other) {
			return new Setup(this.urls, this.tls, this.credentials, other, this.registration, this.trust);
		}

		Setup registration(EurekaRegistration other) {
			return new Setup(this.urls, this.tls, this.credentials, this.reading, other, this.trust);
		}

		Setup trust(Trust other) {
			return new Setup(this.urls, this.tls, this.credentials, this.reading, this.registration, other);
		}

		EurekaSide open() {
			return new EurekaSide(this);
		}

	}

}
