package dev.discovery.backend.composite;

import java.util.Set;
import java.util.function.Consumer;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.WatchListener;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The two sides of something that is served and shadowed: what each said last, as far as
 * it can be asked.
 *
 * @param <T> what they say
 */
final class Comparison<T> {

	private final Runnable onChange;

	private volatile @Nullable T served;

	private volatile @Nullable T shadow;

	Comparison(Runnable onChange) {
		this.onChange = onChange;
	}

	@Nullable T served() {
		return this.served;
	}

	@Nullable T shadow() {
		return this.shadow;
	}

	void served(@Nullable T content) {
		this.served = content;
		this.onChange.run();
	}

	void shadow(@Nullable T content) {
		this.shadow = content;
		this.onChange.run();
	}

	static WatchListener inTheShadow(Comparison<ServiceSnapshot> comparison) {
		return new WatchListener() {

			@Override
			public void onSnapshot(ServiceSnapshot snapshot) {
				comparison.shadow(snapshot);
			}

			@Override
			public void onError(BackendException cause) {
				comparison.shadow(null);
			}

		};
	}

	static WatchListener inTheLight(Comparison<ServiceSnapshot> comparison, WatchListener listener) {
		return new WatchListener() {

			@Override
			public void onSnapshot(ServiceSnapshot snapshot) {
				listener.onSnapshot(snapshot);
				comparison.served(snapshot);
			}

			@Override
			public void onError(BackendException cause) {
				listener.onError(cause);
				comparison.served(null);
			}

			@Override
			public long uses() {
				return listener.uses();
			}

		};
	}

	static NamesListener names(Consumer<@Nullable Set<String>> side) {
		return new NamesListener() {

			@Override
			public void onNames(Set<String> names) {
				side.accept(names);
			}

			@Override
			public void onError(BackendException cause) {
				side.accept(null);
			}

		};
	}

}
