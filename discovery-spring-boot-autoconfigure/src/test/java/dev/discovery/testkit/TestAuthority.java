package dev.discovery.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * A certificate authority of a test's own, made with the JDK's keytool.
 */
public final class TestAuthority {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private static final String ALIAS = "authority";

	/** The password protects nothing here, and deriving keys from it takes long. */
	private static final List<String> QUICK = Stream.of("mac", "certPbe", "keyPbe")
		.map((what) -> "-J-Dkeystore.pkcs12." + what + "IterationCount=1")
		.toList();

	private final Path folder;

	private final Path store;

	private TestAuthority(Path folder) {
		this.folder = folder;
		this.store = folder.resolve("authority.p12");
	}

	/**
	 * Founds an authority.
	 * @param folder where its files go; a new one for each authority
	 */
	public static TestAuthority in(Path folder) throws IOException, GeneralSecurityException {
		TestAuthority authority = new TestAuthority(Files.createDirectories(folder));
		authority.keytool(ALIAS, "-dname", "CN=test authority", "-ext", "bc:c", "-validity", "10");
		authority.writeCertificate(ALIAS);
		return authority;
	}

	/**
	 * The authority's own certificate, as PEM.
	 */
	public Path certificateFile() {
		return file(ALIAS);
	}

	/**
	 * Signs a certificate for a host and everything in it that a server or a client
	 * needs.
	 * @param host the name in the certificate
	 * @param options of keytool, such as {@code -startdate -10d}; valid for one day
	 * unless they say otherwise
	 */
	public Identity issue(String host, String... options) throws IOException, GeneralSecurityException {
		String alias = "of-" + host + "-" + load().size();
		List<String> all = new ArrayList<>(
				List.of("-dname", "CN=" + host, "-ext", "SAN=DNS:" + host, "-signer", ALIAS, "-validity", "1"));
		all.addAll(List.of(options));
		keytool(alias, all.toArray(String[]::new));
		writeCertificate(alias);
		Path key = this.folder.resolve(alias + ".key");
		Files.writeString(key, pem("PRIVATE KEY", load().getKey(alias, PASSWORD).getEncoded()));
		return new Identity(alias, file(alias), key);
	}

	/**
	 * Trusts this authority and nobody else.
	 * @param client what the client shows, or null for nothing; issued by this authority
	 */
	public SSLContext context(@Nullable Identity client) throws IOException, GeneralSecurityException {
		KeyStore all = load();
		KeyStore trusted = empty();
		trusted.setCertificateEntry(ALIAS, all.getCertificate(ALIAS));
		return context((client != null) ? keys(all, client.alias()) : null, trusted);
	}

	/**
	 * Trusts what stands in a file of PEM certificates and nobody else.
	 */
	public static SSLContext trusting(Path certificates) {
		try (InputStream in = Files.newInputStream(certificates)) {
			KeyStore trusted = empty();
			for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
				trusted.setCertificateEntry("certificate-" + trusted.size(), certificate);
			}
			return context(null, trusted);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(certificates + " can't be trusted", ex);
		}
	}

	private static SSLContext context(KeyManager @Nullable [] keys, KeyStore trusted) throws GeneralSecurityException {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys, trust.getTrustManagers(), null);
		return context;
	}

	private static KeyManager[] keys(KeyStore all, String alias) throws IOException, GeneralSecurityException {
		KeyStore own = empty();
		own.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(own, PASSWORD);
		return keys.getKeyManagers();
	}

	private static KeyStore empty() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

	private KeyStore load() throws IOException, GeneralSecurityException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.store)) {
			keys.load(in, PASSWORD);
		}
		return keys;
	}

	private Path file(String alias) {
		return this.folder.resolve(alias + ".pem");
	}

	private void writeCertificate(String alias) throws IOException, GeneralSecurityException {
		Files.writeString(file(alias), pem("CERTIFICATE", load().getCertificate(alias).getEncoded()));
	}

	static String pem(String what, byte[] content) {
		return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + what
				+ "-----\n";
	}

	private void keytool(String alias, String... options) throws IOException {
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool", "-genkeypair",
				"-alias", alias, "-keyalg", "EC", "-storetype", "PKCS12", "-storepass", new String(PASSWORD),
				"-keystore", this.store.toString()));
		command.addAll(QUICK);
		command.addAll(List.of(options));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.onExit().join().exitValue() != 0) {
			throw new IOException("keytool fails: " + output);
		}
	}

	/**
	 * A certificate with its key.
	 *
	 * @param alias its name in the authority's books
	 * @param certificateFile the certificate, as PEM
	 * @param keyFile the key, as PEM
	 */
	public record Identity(String alias, Path certificateFile, Path keyFile) {
	}

}
