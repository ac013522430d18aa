package dev.discovery.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A registry that isn't asked for services whose names it doesn't list: as much of the
 * idea as a measurement of what it could save needs, and not what safety would. Used by
 * one thread.
 */
final class GatedBackend implements ServiceBackend {

	private final ServiceBackend backend;

	private final Function<Set<String>, Predicate<String>> summary;

	private final List<Gated> closedOut = new ArrayList<>();

	private @Nullable Predicate<String> mayHold;

	GatedBackend(ServiceBackend backend, Function<Set<String>, Predicate<String>> summary) {
		this.backend = backend;
		this.summary = summary;
	}

	@Override
	public String name() {
		return this.backend.name();
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		Gated gated = new Gated(serviceId, listener);
		Predicate<String> known = this.mayHold;
		if (known == null || known.test(serviceId)) {
			gated.open();
		}
		else {
			this.closedOut.add(gated);
			listener.onSnapshot(ServiceSnapshot.of(serviceId, List.of()));
		}
		return gated;
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		return this.backend.watchNames(new NamesListener() {

			@Override
			public void onNames(Set<String> names) {
				heard(names);
				listener.onNames(names);
			}

			@Override
			public void onError(BackendException cause) {
				listener.onError(cause);
			}

		});
	}

	private void heard(Set<String> names) {
		Predicate<String> next = this.summary.apply(names);
		this.mayHold = next;
		this.closedOut.removeIf((gated) -> {
			boolean open = next.test(gated.serviceId);
			if (open) {
				gated.open();
			}
			return open;
		});
	}

	@Override
	public void close() {
		this.backend.close();
	}

	private final class Gated implements Watch {

		private final String serviceId;

		private final WatchListener listener;

		private @Nullable Watch watch;

		Gated(String serviceId, WatchListener listener) {
			this.serviceId = serviceId;
			this.listener = listener;
		}

		void open() {
			this.watch = GatedBackend.this.backend.watch(this.serviceId, this.listener);
		}

		@Override
		public void close() {
			GatedBackend.this.closedOut.remove(this);
			Watch open = this.watch;
			if (open != null) {
				open.close();
			}
		}

	}

}
