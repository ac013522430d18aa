package dev.discovery.backend;

import dev.discovery.backend.BackendException.Kind;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says once that a registry is in trouble, once more if the trouble turns out to be a
 * refusal, and once that it is over.
 */
final class OutageLog {

	private static final Log logger = LogFactory.getLog(RegistryGate.class);

	private final String registry;

	private boolean warned;

	private boolean warnedOfDenial;

	OutageLog(String registry) {
		this.registry = registry;
	}

	void failed(BackendException cause) {
		boolean denied = cause.kind() == Kind.DENIED;
		if (!this.warned || (denied && !this.warnedOfDenial)) {
			logger.warn("Registry '" + this.registry + "' " + (denied ? "refuses to answer: " : "can't answer: ")
					+ cause.getMessage() + ". What is known stays in use; asking again until it answers");
			this.warned = true;
			this.warnedOfDenial = this.warnedOfDenial || denied;
		}
	}

	void mended() {
		if (this.warned) {
			logger.info("Registry '" + this.registry + "' answers again");
			this.warned = false;
			this.warnedOfDenial = false;
		}
	}

}
