package dev.discovery.autoconfigure.backend;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Asks the registry once while the application starts, and ends the start where it can't
 * answer.
 */
public final class FailFast implements SmartInitializingSingleton {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final ServiceBackend backend;

	private final String property;

	/**
	 * Creates what asks.
	 * @param backend the registry
	 * @param property the property by which the start fails, for whoever reads why
	 */
	public FailFast(ServiceBackend backend, String property) {
		this.backend = backend;
		this.property = property;
	}

	@Override
	public void afterSingletonsInstantiated() {
		CompletableFuture<Optional<BackendException>> failure = new CompletableFuture<>();
		Watch watch = this.backend.watchNames(new NamesListener() {

			@Override
			public void onNames(Set<String> names) {
				failure.complete(Optional.empty());
			}

			@Override
			public void onError(BackendException cause) {
				failure.complete(Optional.of(cause));
			}

		});
		try {
			failure.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).ifPresent((cause) -> {
				throw new RegistryNotReadyException(this.property, cause);
			});
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new RegistryNotReadyException(this.property,
					new BackendException(Kind.UNAVAILABLE, "no answer within " + PATIENCE.toSeconds() + " s"));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			watch.close();
		}
	}

}
