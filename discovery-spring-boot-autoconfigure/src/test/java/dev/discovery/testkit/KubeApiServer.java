package dev.discovery.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.discovery.test.Ports;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes API server with an etcd of its own: RBAC, tokens, watches and their
 * ends are the real ones. There is no controller and no kubelet, so tests write slices
 * and the states of pods themselves. Described first, then started; after a restart it
 * has the same port, certificate and data, for a kill or a pause is the API server's
 * alone. But what it remembered of the past is gone: watches from before get a 410.
 * <p>
 * It serves what backends and tests need and nothing else, which halves the time of its
 * start.
 */
public final class KubeApiServer extends RegistryProcess {

	/** Who may do everything. */
	public static final String ADMIN = "admin";

	/** Who may do what roles allow, and there are none at first. */
	public static final String READER = "reader";

	/**
	 * Everything but the cluster's own roles, which come a second later and are nobody's
	 * business here.
	 */
	private static final String READY = "/readyz?exclude=poststarthook/rbac/bootstrap-roles";

	private final Etcd etcd = new Etcd();

	private final Ports ports = new Ports(1);

	private final KubeApiCommand command = new KubeApiCommand();

	private String host = "127.0.0.1";

	private @Nullable PlainHttp http;

	private @Nullable Program program;

	/**
	 * Knows more users, each with a {@link #token} that never ends.
	 */
	public KubeApiServer users(String... names) {
		this.command.users.addAll(List.of(names));
		return this;
	}

	/**
	 * Adds to its command line.
	 */
	public KubeApiServer flags(String... flags) {
		this.command.flags.addAll(List.of(flags));
		return this;
	}

	/**
	 * Shows a certificate of the tests instead of one that it makes for 127.0.0.1.
	 * @param identity the certificate, for localhost
	 * @param authority who has issued it, which is what {@link #ca()} says then
	 */
	public KubeApiServer tls(TestAuthority.Identity identity, TestAuthority authority) {
		this.command.certificate = authority.certificateFile();
		this.host = "localhost";
		return flags("--tls-cert-file=" + identity.certificateFile(), "--tls-private-key-file=" + identity.keyFile());
	}

	/**
	 * Believes certificates of clients: the name in them is the user's.
	 */
	public KubeApiServer clients(TestAuthority authority) {
		return flags("--client-ca-file=" + authority.certificateFile());
	}

	/**
	 * Starts it and waits until it serves EndpointSlices.
	 */
	@Override
	public KubeApiServer start() {
		if (this.program == null) {
			this.etcd.start();
		}
		Program started = Program.start(this.command.output(), this.command.line(this.etcd.url(), port()));
		this.program = started;
		try {
			Patience.await()
				.pollInterval(Duration.ofMillis(20))
				.atMost(Patience.START)
				.until(() -> !started.isAlive() || isReady());
			if (started.isAlive()) {
				serveSlices();
				return this;
			}
		}
		catch (ConditionTimeoutException ex) {
			throw new IllegalStateException("kube-apiserver isn't ready:\n" + output(), ex);
		}
		throw new IllegalStateException("kube-apiserver doesn't start:\n" + output());
	}

	/**
	 * Whether it serves what it should.
	 */
	public boolean isReady() {
		return this.command.hasCertificate() && api().status(READY) == 200;
	}

	/**
	 * This release of the API server has them as v1beta1 only; as a custom resource they
	 * are what backends ask for.
	 */
	private void serveSlices() {
		KubeApi api = api();
		api.apply(KubeApiCommand.SLICES);
		Patience.await()
			.pollInterval(Duration.ofMillis(20))
			.atMost(Patience.START)
			.until(() -> api.status("/apis/discovery.k8s.io/v1/endpointslices") == 200);
	}

	/**
	 * Lets etcd forget all that was before. The API server still remembers what it has
	 * seen since its start, unless it runs with {@code --watch-cache=false}.
	 */
	public void compact() {
		this.etcd.compact();
	}

	/**
	 * Its port, the same for its whole life.
	 */
	public int port() {
		return this.ports.get(0);
	}

	/**
	 * Where it is, by the name in its certificate.
	 */
	public URI url() {
		return URI.create("https://" + this.host + ":" + port());
	}

	/**
	 * Who has issued its certificate, as PEM; there once it has been started.
	 */
	public Path ca() {
		return this.command.certificate;
	}

	/**
	 * The token of {@link #ADMIN}.
	 */
	public String adminToken() {
		return token(ADMIN);
	}

	/**
	 * The token of a user, which has no end.
	 * @param user {@link #ADMIN}, {@link #READER} or one of {@link #users}
	 */
	public String token(String user) {
		return KubeApiCommand.token(user);
	}

	/**
	 * A client for tests, which may do everything.
	 */
	public KubeApi api() {
		return api(adminToken());
	}

	/**
	 * A client for tests.
	 * @param token what it may do
	 */
	public synchronized KubeApi api(String token) {
		if (this.http == null) {
			this.http = new PlainHttp(TestAuthority.trusting(ca()));
		}
		return new KubeApi(this.http, url(), token);
	}

	@Override
	public String output() {
		return super.output() + this.etcd.output();
	}

	@Override
	@Nullable Program started() {
		return this.program;
	}

	@Override
	public void close() {
		if (this.program != null) {
			this.program.close();
		}
		this.etcd.close();
		this.ports.close();
		this.command.close();
	}

}
