package dev.discovery.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.http.Credentials;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Randomness;
import dev.discovery.time.WarpedTime;
import dev.discovery.trust.Trust;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * One application's way to a registry, whole but for Spring.
 */
public abstract class RegistrySide implements AutoCloseable {

	/** What a real registry may need where the machine is slow, and not only busy. */
	private static final Duration SLACK = Duration.ofSeconds(1);

	public final WarpedTime time;

	public final Exchanges exchanges = new Exchanges();

	protected final BackendRuntime runtime;

	public final RegistryHttpClient http;

	private @Nullable ServiceBackend backend;

	private @Nullable ServiceDirectory directory;

	protected RegistrySide(String name, Supplier<@Nullable SSLContext> tls, Credentials credentials) {
		this(name, tls, credentials, Trust.usual());
	}

	protected RegistrySide(String name, Supplier<@Nullable SSLContext> tls, Credentials credentials, Trust trust) {
		this.time = new WarpedTime(name + "-side");
		this.runtime = new BackendRuntime(name, this.time, this.time, Randomness.threadLocal(), this.exchanges, trust);
		this.http = new RegistryHttpClient(this.runtime, RegistryHttpClient.Settings.DEFAULT, tls, credentials);
	}

	/**
	 * Makes the directory, and sees to it that both are closed.
	 */
	protected ServiceDirectory read(ServiceBackend backend) {
		DirectorySettings usual = DirectorySettings.DEFAULT;
		this.backend = backend;
		this.directory = new ServiceDirectory(backend, new DirectorySettings(usual.firstReadTimeout(),
				usual.idleAfter(), usual.maxUnknown(), backend.recovery()), this.time, this.time,
				DirectoryObserver.NONE);
		return this.directory;
	}

	public static Instance instance(String serviceId, int number) {
		return Instance.builder(serviceId, "10.0.0." + number, 8080).instanceId(serviceId + "-" + number).build();
	}

	/**
	 * The ids that callers would be sent to now, without waiting.
	 */
	public List<String> up(String serviceId) {
		ServiceSnapshot snapshot = (this.directory != null) ? this.directory.current(serviceId) : null;
		return (snapshot != null) ? snapshot.up().stream().map(ServiceInstance::getInstanceId).toList() : List.of();
	}

	/**
	 * Waits for what must happen, and otherwise fails with all that was said.
	 */
	public void await(Callable<Boolean> condition) {
		try {
			Patience.await().until(condition);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("not within " + Patience.LIMIT + ", after these exchanges:\n" + this.exchanges,
					ex);
		}
	}

	/**
	 * Waits for what must happen in time, and otherwise fails with all that was said.
	 * @param claim how long it may take on a machine that has time
	 */
	public void within(Duration claim, Callable<Boolean> condition) {
		Stopwatch watch = Stopwatch.start();
		await(condition);
		try {
			watch.assertWithin(claim.plus(SLACK));
		}
		catch (AssertionError ex) {
			throw new AssertionError(ex.getMessage() + ", after these exchanges:\n" + this.exchanges, ex);
		}
	}

	/**
	 * Lets whatever is under way arrive.
	 */
	public void settle() {
		Patience.settle();
	}

	/**
	 * Nothing is sent any more, as if the process had died.
	 */
	public void crash() {
		this.time.close();
		this.http.close();
	}

	@Override
	public void close() {
		if (this.directory != null) {
			this.directory.close();
		}
		if (this.backend != null) {
			this.backend.close();
		}
		this.http.close();
		this.time.close();
	}

}
