package dev.discovery.backend.composite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.discovery.backend.BackendException;
import dev.discovery.time.Scheduler;
import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * What several registries say of one thing, told as if there were one registry.
 * <p>
 * What one of them knows is told when all have answered, or a moment later, and completed
 * as the others answer. What nobody knows is told when all have answered: as long as one
 * of them can't be asked, it may know more, so emptiness is no answer but an error. A
 * registry that fails leaves what it said in its place; when nothing else is left, that
 * is an error too, which makes what is known stale.
 * <p>
 * Safe for use by several threads; the listener is called one at a time.
 *
 * @param <T> what they say
 */
final class Composition<T> {

	/**
	 * How much later than the first the others may answer and still be told together, so
	 * that the first calls don't all go to whoever answered first.
	 */
	static final Duration MOMENT = Duration.ofMillis(250);

	private final SerialExecutor serial = new SerialExecutor();

	private final Scheduler scheduler;

	private final Merge<T> merge;

	private final Listener<T> listener;

	private final List<Part<T>> parts = new ArrayList<>();

	private volatile boolean closed;

	private @Nullable T told;

	private boolean broken;

	private boolean momentBegun;

	private boolean momentOver;

	Composition(List<Member> members, Merge<T> merge, Listener<T> listener, Scheduler scheduler) {
		this.scheduler = scheduler;
		this.merge = merge;
		this.listener = listener;
		members.forEach((member) -> this.parts.add(Part.unheard(member)));
	}

	void said(int index, T content) {
		replace(index, (known) -> known.saying(content));
	}

	void failed(int index, BackendException cause) {
		replace(index, (known) -> known.failing(cause));
	}

	/**
	 * What a registry said is too old to be told beside what others say now. Without
	 * effect if it answers again.
	 */
	void outlived(int index) {
		replace(index, Part::outlived);
	}

	void close() {
		this.closed = true;
	}

	private void replace(int index, UnaryOperator<Part<T>> change) {
		this.serial.execute(() -> {
			this.parts.set(index, change.apply(this.parts.get(index)));
			if (!this.closed) {
				tell();
			}
		});
	}

	private void tell() {
		boolean standing = this.parts.stream().anyMatch(this::stands);
		T merged = this.merge.of(standing ? this.parts.stream().filter((part) -> !part.old()).toList() : this.parts);
		boolean waiting = this.parts.stream().anyMatch(Part::isWaitedFor);
		if (!this.merge.isEmpty(merged)) {
			if (!waiting || this.told != null || this.momentOver) {
				tell(merged, !standing);
			}
			else if (!this.momentBegun) {
				this.momentBegun = true;
				this.scheduler.schedule(() -> this.serial.execute(this::endMoment), MOMENT);
			}
		}
		else if (!waiting) {
			tell(merged, this.parts.stream().anyMatch((part) -> part.error() != null));
		}
	}

	private void endMoment() {
		this.momentOver = true;
		if (!this.closed && this.told == null) {
			tell();
		}
	}

	/** Whether somebody who can be asked says that there is something. */
	private boolean stands(Part<T> part) {
		return part.error() == null && part.content() != null && !this.merge.isEmpty(part.content());
	}

	private void tell(T merged, boolean failing) {
		boolean known = this.told != null || !this.merge.isEmpty(merged);
		boolean mended = this.broken && !failing;
		if ((!failing || known) && (mended || differs(merged, failing))) {
			this.told = merged;
			this.listener.onContent().accept(merged);
		}
		this.broken = failing;
		if (failing && !this.closed) {
			this.listener.onError().accept(cause());
		}
	}

	/** The error that follows says by itself that it is stale. */
	private boolean differs(T merged, boolean failing) {
		T before = this.told;
		return before == null
				|| !(failing ? this.merge.isSameContent(before, merged) : this.merge.isSame(before, merged));
	}

	private BackendException cause() {
		List<Part<T>> failing = this.parts.stream().filter((part) -> part.error() != null).toList();
		BackendException first = Objects.requireNonNull(failing.get(0).error());
		String all = failing.stream()
			.map((part) -> "registry '" + part.member().name() + "': "
					+ Objects.requireNonNull(part.error()).getMessage())
			.collect(Collectors.joining("; "));
		return new BackendException(first.kind(), all, first, first.retryAfter());
	}

	/**
	 * Who hears it.
	 *
	 * @param <T> what
	 */
	record Listener<T>(Consumer<T> onContent, Consumer<BackendException> onError) {
	}

}
