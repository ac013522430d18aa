package dev.discovery.directory;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Damper;
import dev.discovery.time.Scheduler;
import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a service that flaps from costing its listeners work each time: they hear of the
 * first change at once, of those within the next second together at its end, and of
 * nothing where they know all that there is to know.
 */
final class DampedListener implements SnapshotListener {

	private static final Duration QUIET = Duration.ofSeconds(1);

	private final SnapshotListener listener;

	private final BooleanSupplier firstIsNews;

	private final SerialExecutor serial = new SerialExecutor();

	private final Damper damper;

	private @Nullable ServiceSnapshot told;

	private @Nullable ServiceSnapshot latest;

	/**
	 * Creates one.
	 * @param scheduler tells what has to wait
	 * @param firstIsNews whether to tell of what is the first to be known
	 * @param listener who hears
	 */
	DampedListener(Scheduler scheduler, BooleanSupplier firstIsNews, SnapshotListener listener) {
		this.listener = listener;
		this.firstIsNews = firstIsNews;
		this.damper = new Damper(scheduler, QUIET, () -> this.serial.execute(this::tell));
	}

	@Override
	public void onChange(@Nullable ServiceSnapshot previous, ServiceSnapshot current) {
		this.serial.execute(() -> {
			this.latest = current;
			if (previous == null && this.told == null && !this.firstIsNews.getAsBoolean()) {
				this.told = current;
			}
			else {
				this.damper.request();
			}
		});
	}

	private void tell() {
		ServiceSnapshot previous = this.told;
		ServiceSnapshot current = this.latest;
		if (current != null && (previous == null || !previous.sameContent(current))) {
			this.told = current;
			this.listener.onChange(previous, current);
		}
	}

}
