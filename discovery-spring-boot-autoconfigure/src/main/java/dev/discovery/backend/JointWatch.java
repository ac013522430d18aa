package dev.discovery.backend;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * What several backends say as one answer. Nothing is told before each one has answered
 * or failed, as far as it matters.
 * <p>
 * Safe for use by several threads.
 *
 * @param <T> what they say
 */
public final class JointWatch<T> {

	private final SerialExecutor serial = new SerialExecutor();

	private final List<Voice<T>> voices = new ArrayList<>();

	private final Function<List<Voice<T>>, @Nullable Voice<T>> decide;

	private final Listener<T> listener;

	private @Nullable T told;

	private @Nullable BackendException toldError;

	private JointWatch(int count, Function<List<Voice<T>>, @Nullable Voice<T>> decide, Listener<T> listener) {
		this.decide = decide;
		this.listener = listener;
		for (int i = 0; i < count; i++) {
			this.voices.add(new Voice<>(null, null));
		}
	}

	/**
	 * Watches a service: the first backend that has an instance that is UP has the word.
	 * @param backends the backends, the preferred one first
	 * @param serviceId the service
	 * @param listener told as if there were one backend
	 * @return a handle that ends it
	 */
	public static Watch first(List<ServiceBackend> backends, String serviceId, WatchListener listener) {
		return open(backends, JointWatch::firstWithInstances, new Listener<>(listener::onSnapshot, listener::onError),
				(backend, voice) -> backend.watch(serviceId, new WatchListener() {

					@Override
					public void onSnapshot(ServiceSnapshot snapshot) {
						voice.onContent().accept(snapshot);
					}

					@Override
					public void onError(BackendException cause) {
						voice.onError().accept(cause);
					}

					@Override
					public long uses() {
						return listener.uses();
					}

				}));
	}

	/**
	 * Watches the names that any of them knows.
	 * @param backends the backends, the one whose failure counts first
	 * @param listener told as if there were one backend
	 * @return a handle that ends it
	 */
	public static Watch names(List<ServiceBackend> backends, NamesListener listener) {
		return open(backends, JointWatch::allNames, new Listener<>(listener::onNames, listener::onError),
				(backend, voice) -> backend.watchNames(new NamesListener() {

					@Override
					public void onNames(Set<String> names) {
						voice.onContent().accept(names);
					}

					@Override
					public void onError(BackendException cause) {
						voice.onError().accept(cause);
					}

				}));
	}

	private static <T> Watch open(List<ServiceBackend> backends, Function<List<Voice<T>>, @Nullable Voice<T>> decide,
			Listener<T> listener, BiFunction<ServiceBackend, Listener<T>, Watch> opener) {
		JointWatch<T> all = new JointWatch<>(backends.size(), decide, listener);
		List<Watch> watches = new ArrayList<>();
		for (int i = 0; i < backends.size(); i++) {
			int index = i;
			watches.add(opener.apply(backends.get(i), new Listener<>((content) -> all.heard(index, content, null),
					(cause) -> all.heard(index, null, cause))));
		}
		return () -> watches.forEach(Watch::close);
	}

	private void heard(int index, @Nullable T content, @Nullable BackendException error) {
		this.serial.execute(() -> {
			T known = (content != null) ? content : this.voices.get(index).content();
			this.voices.set(index, new Voice<>(known, error));
			tell();
		});
	}

	private void tell() {
		Voice<T> decisive = this.decide.apply(this.voices);
		if (decisive == null) {
			return;
		}
		T content = decisive.content();
		BackendException error = decisive.error();
		boolean mended = this.toldError != null && error == null;
		if (content != null && (mended || !content.equals(this.told))) {
			this.told = content;
			this.listener.onContent().accept(content);
		}
		if (error != null && error != this.toldError) {
			this.listener.onError().accept(error);
		}
		this.toldError = error;
	}

	private static @Nullable Voice<ServiceSnapshot> firstWithInstances(List<Voice<ServiceSnapshot>> voices) {
		for (Voice<ServiceSnapshot> voice : voices) {
			ServiceSnapshot snapshot = voice.content();
			if (snapshot == null && voice.error() == null) {
				return null;
			}
			if (snapshot != null && !snapshot.up().isEmpty()) {
				return voice;
			}
		}
		return voices.get(0);
	}

	private static @Nullable Voice<Set<String>> allNames(List<Voice<Set<String>>> voices) {
		Set<String> all = new HashSet<>();
		for (Voice<Set<String>> voice : voices) {
			if (voice.content() == null && voice.error() == null) {
				return null;
			}
			if (voice.content() != null) {
				all.addAll(voice.content());
			}
		}
		BackendException error = voices.get(0).error();
		return new Voice<>((error != null && all.isEmpty()) ? null : all, error);
	}

	/**
	 * What one backend said last, and whether it can't be asked since.
	 */
	private record Voice<T>(@Nullable T content, @Nullable BackendException error) {
	}

	private record Listener<T>(Consumer<T> onContent, Consumer<BackendException> onError) {
	}

}
