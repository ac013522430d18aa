package dev.discovery.backend;

import org.jspecify.annotations.Nullable;

/**
 * Whom the trouble at a {@link RegistryGate} concerns: one or a few, or everybody. Not
 * safe for use by several threads.
 */
final class GateVerdict {

	private final GatePace pace;

	/**
	 * The only one that failed since the gate closed, if it is only one, refusals apart.
	 */
	private @Nullable GatePass culprit;

	/**
	 * Why nobody gets an answer, if it is nobody.
	 */
	private @Nullable BackendException general;

	GateVerdict(GatePace pace) {
		this.pace = pace;
	}

	@Nullable GatePass culprit() {
		return this.culprit;
	}

	@Nullable BackendException general() {
		return this.general;
	}

	void reset() {
		this.culprit = null;
		this.general = null;
	}

	void everybody(BackendException cause) {
		this.culprit = null;
		this.general = cause;
	}

	/**
	 * An error that may be the registry's or only this visitor's: the second of two
	 * concerns everybody, and a refusal when the pace has had enough of them.
	 * @param counts whether a refusal is the first of one who stood for all
	 * @return what everybody is to hear, if it concerns everybody
	 */
	@Nullable BackendException erred(GatePass pass, BackendException cause, boolean counts) {
		boolean othersMaySucceed;
		if (pass.denied) {
			// somebody is there: whoever failed before may well be answered now
			this.culprit = null;
			othersMaySucceed = this.pace.denied(cause, counts);
		}
		else {
			othersMaySucceed = this.general == null && (this.culprit == null || this.culprit == pass);
			this.culprit = pass;
			this.pace.erred(cause, othersMaySucceed);
		}
		BackendException forOthers = othersMaySucceed ? null : cause.forOthers();
		if (forOthers != null) {
			everybody(forOthers);
		}
		return forOthers;
	}

}
