package dev.discovery.trust;

import dev.discovery.model.Instance;
import dev.discovery.time.Ticker;
import dev.discovery.trust.SignaturePolicy.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Whom this application believes, and what makes others believe it. Safe for use by
 * several threads.
 */
public final class Trust {

	private final AddressPolicy addresses;

	private final SignaturePolicy signatures;

	private final @Nullable InstanceSigner signer;

	private final Suspicions suspicions;

	/**
	 * Creates the trust.
	 * @param addresses where a registry may lead
	 * @param signatures what signatures are asked for
	 * @param signer who signs our own registrations, or null if nobody does
	 * @param ticker tells for how long nothing bad was seen
	 */
	public Trust(AddressPolicy addresses, SignaturePolicy signatures, @Nullable InstanceSigner signer, Ticker ticker) {
		this.addresses = addresses;
		this.signatures = signatures;
		this.signer = signer;
		this.suspicions = new Suspicions(ticker);
	}

	/**
	 * Every instance is believed but for link-local ones, and nothing is signed.
	 * @return the trust
	 */
	public static Trust usual() {
		return new Trust(AddressPolicy.usual(), SignaturePolicy.off(), null, Ticker.system());
	}

	/**
	 * Examines an instance that a registry names. A service that has others than good
	 * ones is warned of once, until they are good or gone for a while.
	 * @param instance the instance
	 * @return what is wrong with it
	 */
	public Verdict examine(Instance instance) {
		Flaw flaw = this.addresses.flaw(instance);
		boolean refused = flaw != null;
		if (flaw == null && this.signatures.mode() != Mode.OFF) {
			flaw = this.signatures.flaw(instance);
			refused = flaw != null && isEnforcing();
		}
		this.suspicions.examined(instance, flaw, refused);
		return (flaw != null) ? new Verdict(flaw, refused) : Verdict.GOOD;
	}

	/**
	 * Whether an instance counts only under the names that its signature has.
	 * @return whether signatures are enforced
	 */
	public boolean isEnforcing() {
		return this.signatures.mode() == Mode.ENFORCE;
	}

	/**
	 * Who signs our own registrations.
	 * @return the signer, or null if nobody does
	 */
	public @Nullable InstanceSigner signer() {
		return this.signer;
	}

	/**
	 * What came out of an examination.
	 *
	 * @param flaw what is wrong, or null if nothing is
	 * @param refused whether the instance is left out for it
	 */
	public record Verdict(@Nullable Flaw flaw, boolean refused) {

		static final Verdict GOOD = new Verdict(null, false);

	}

}
