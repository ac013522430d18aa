package dev.discovery.backend;

import java.util.Locale;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.log.Field;
import dev.discovery.log.StateLog;

/**
 * Says once that a registry is in trouble, once more if the trouble turns out to be a
 * refusal, and once that it is over.
 */
final class OutageLog {

	private static final StateLog logger = StateLog.of(RegistryGate.class);

	private final String registry;

	private boolean warned;

	private boolean warnedOfDenial;

	OutageLog(String registry) {
		this.registry = registry;
	}

	void failed(BackendException cause) {
		boolean denied = cause.kind() == Kind.DENIED;
		if (!this.warned || (denied && !this.warnedOfDenial)) {
			logger.entered(
					"Registry '" + this.registry + "' " + (denied ? "refuses to answer: " : "can't answer: ")
							+ cause.getMessage() + ". What is known stays in use; asking again until it answers",
					Field.backend(this.registry), Field.reason(cause.kind().name().toLowerCase(Locale.ROOT)));
			this.warned = true;
			this.warnedOfDenial = this.warnedOfDenial || denied;
		}
	}

	void mended() {
		if (this.warned) {
			logger.left("Registry '" + this.registry + "' answers again", Field.backend(this.registry));
			this.warned = false;
			this.warnedOfDenial = false;
		}
	}

}
