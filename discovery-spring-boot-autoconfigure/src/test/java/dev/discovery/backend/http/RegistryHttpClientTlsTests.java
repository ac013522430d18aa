package dev.discovery.backend.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryHttpClientTlsTests extends HttpFixture {

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	private Path directory;

	@Test
	void refusesACertificateUntilAReloadedContextTrustsIt() throws Exception {
		KeyStore store = keyStore("localhost", "1");
		URI uri = serveTls(store);
		AtomicReference<SSLContext> context = new AtomicReference<>(SSLContext.getDefault());
		this.client = closing(new RegistryHttpClient(this.runtime, RegistryHttpClient.Settings.DEFAULT, context::get,
				(to) -> this.credentials));
		BackendException refused = failure(RegistryRequest.get(uri));
		assertThat(refused.kind()).isEqualTo(Kind.INVALID);
		assertThat(refused).hasMessageContaining("TLS failed");
		context.set(trusting(store));
		assertThat(ask(RegistryRequest.get(uri)).status()).isEqualTo(204);
	}

	@Test
	void refusesACertificateForAnotherName() throws Exception {
		assertRefused(keyStore("elsewhere.example", "1"));
	}

	@Test
	void refusesACertificateThatHasExpired() throws Exception {
		assertRefused(keyStore("localhost", "1", "-startdate", "-10d"));
	}

	private void assertRefused(KeyStore store) throws Exception {
		URI uri = serveTls(store);
		SSLContext context = trusting(store);
		this.client = closing(new RegistryHttpClient(this.runtime, RegistryHttpClient.Settings.DEFAULT, () -> context,
				(to) -> this.credentials));
		assertThat(failure(RegistryRequest.get(uri)).kind()).isEqualTo(Kind.INVALID);
	}

	/**
	 * A certificate for the server, and the certificate of the authority that signed it.
	 */
	private KeyStore keyStore(String name, String days, String... more) throws Exception {
		Path file = Files.createTempDirectory(this.directory, "tls").resolve("store.p12");
		keytool(file, "ca", "-dname", "CN=authority", "-ext", "bc:c", "-validity", "10");
		List<String> options = new ArrayList<>(
				List.of("-dname", "CN=" + name, "-ext", "SAN=DNS:" + name, "-validity", days, "-signer", "ca"));
		options.addAll(List.of(more));
		keytool(file, "server", options.toArray(String[]::new));
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD);
		}
		Certificate authority = store.getCertificate("ca");
		store.deleteEntry("ca");
		store.setCertificateEntry("authority", authority);
		return store;
	}

	private static void keytool(Path file, String alias, String... options) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(System.getProperty("java.home") + "/bin/keytool", "-genkeypair", "-alias", alias, "-keyalg",
						"EC", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore", file.toString()));
		command.addAll(List.of(options));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
	}

	private URI serveTls(KeyStore store) throws GeneralSecurityException, IOException {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, PASSWORD);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(context));
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.start();
		closing(() -> server.stop(0));
		return URI.create("https://localhost:" + server.getAddress().getPort() + "/");
	}

	private static SSLContext trusting(KeyStore store) throws GeneralSecurityException, IOException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("authority", store.getCertificate("authority"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

}
