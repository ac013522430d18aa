package dev.discovery.testkit;

import java.time.Duration;
import java.time.InstantSource;

import dev.discovery.time.Ticker;
import dev.discovery.trust.AddressPolicy;
import dev.discovery.trust.Algorithm;
import dev.discovery.trust.InstanceSigner;
import dev.discovery.trust.SignaturePolicy;
import dev.discovery.trust.SignaturePolicy.Mode;
import dev.discovery.trust.Trust;
import dev.discovery.trust.TrustedKeys;

/**
 * The trust of those who share one secret.
 */
public final class TestTrust {

	private static final String SECRET = "everybody-here-knows-this-secret-of-ours";

	private TestTrust() {
	}

	/**
	 * Signs and looks at signatures, with clocks that agree.
	 */
	public static Trust signing(Mode mode, Duration validity, InstantSource clock) {
		return new Trust(AddressPolicy.usual(), policy(mode, clock),
				new InstanceSigner(Algorithm.HMAC_SHA256, "ours", SECRET, validity, clock), Ticker.system());
	}

	private static SignaturePolicy policy(Mode mode, InstantSource clock) {
		return new SignaturePolicy(mode, TrustedKeys.of(Algorithm.HMAC_SHA256).with("ours", SECRET), Duration.ZERO,
				clock);
	}

}
