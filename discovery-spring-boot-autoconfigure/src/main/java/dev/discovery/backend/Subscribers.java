package dev.discovery.backend;

import java.util.Set;
import java.util.function.UnaryOperator;

import dev.discovery.backend.Publication.Subscriber;
import dev.discovery.model.ServiceSnapshot;

/**
 * The listeners of the SPI as subscribers.
 */
final class Subscribers {

	private Subscribers() {
	}

	static Subscriber<ServiceSnapshot> of(WatchListener listener) {
		return of(listener, UnaryOperator.identity());
	}

	/**
	 * A listener that hears snapshots in another shape.
	 */
	static Subscriber<ServiceSnapshot> of(WatchListener listener, UnaryOperator<ServiceSnapshot> shape) {
		return new Subscriber<>() {

			@Override
			public void onNext(ServiceSnapshot content) {
				listener.onSnapshot(shape.apply(content));
			}

			@Override
			public void onError(BackendException cause) {
				listener.onError(cause);
			}

			@Override
			public long uses() {
				return listener.uses();
			}

		};
	}

	static Subscriber<Set<String>> of(NamesListener listener) {
		return new Subscriber<>() {

			@Override
			public void onNext(Set<String> content) {
				listener.onNames(content);
			}

			@Override
			public void onError(BackendException cause) {
				listener.onError(cause);
			}

		};
	}

}
