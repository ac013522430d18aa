package dev.discovery.backend.composite;

import java.time.Duration;

import dev.discovery.model.Locality;
import org.jspecify.annotations.Nullable;

/**
 * How one of several registries does.
 *
 * @param name its name
 * @param kind the kind of its backend
 * @param place where it is
 * @param state whether it answers
 * @param watches how many watches are open
 * @param failing how many of them it can't answer at the moment
 * @param failingFor since when at least one of them fails; zero while none does
 * @param lastError why, null while none does
 */
public record RegistryReport(String name, String kind, Locality place, State state, int watches, int failing,
		Duration failingFor, @Nullable String lastError) {

	static RegistryReport unknown(String name) {
		return new RegistryReport(name, "", Locality.UNKNOWN, State.IDLE, 0, 0, Duration.ZERO, null);
	}

	/**
	 * Whether a registry answers.
	 */
	public enum State {

		/** Nobody has asked it yet. */
		IDLE,

		/** It was asked and has not answered yet. */
		WAITING,

		/** It answers. */
		ANSWERING,

		/** It can't answer, or not everything: what it said last stays in use. */
		FAILING

	}

}
