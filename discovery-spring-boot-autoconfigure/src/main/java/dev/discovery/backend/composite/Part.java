package dev.discovery.backend.composite;

import dev.discovery.backend.BackendException;
import org.jspecify.annotations.Nullable;

/**
 * What one registry says of something.
 *
 * @param member whose word it is
 * @param content what it said last, null if it never answered
 * @param error why it can't be asked since, null if it can
 * @param old whether what it said is too old to stand beside what others say now
 * @param <T> what it says
 */
record Part<T>(Member member, @Nullable T content, @Nullable BackendException error, boolean old) {

	static <T> Part<T> unheard(Member member) {
		return new Part<>(member, null, null, false);
	}

	Part<T> saying(T next) {
		return new Part<>(this.member, next, null, false);
	}

	Part<T> failing(BackendException cause) {
		return new Part<>(this.member, this.content, cause, this.old);
	}

	Part<T> outlived() {
		return (this.error != null) ? new Part<>(this.member, this.content, this.error, true) : this;
	}

	boolean isWaitedFor() {
		return this.content == null && this.error == null;
	}

}
