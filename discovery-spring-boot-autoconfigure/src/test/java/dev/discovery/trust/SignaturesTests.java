package dev.discovery.trust;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Apart;
import dev.discovery.time.Ticker;
import dev.discovery.trust.SignaturePolicy.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Apart
class SignaturesTests {

	private static final Duration VALIDITY = Duration.ofHours(24);

	private static final Duration SKEW = Duration.ofMinutes(5);

	private static final Map<Algorithm, List<Pair>> PAIRS = Map.of(Algorithm.HMAC_SHA256,
			List.of(secret("first"), secret("second")), Algorithm.ED25519, List.of(keys(), keys()));

	private Instant now = Instant.parse("2030-01-01T00:00:00Z");

	private final InstantSource clock = () -> this.now;

	private final Instance instance = Instance.builder("Orders", "Host.example", 8443)
		.instanceId("orders-1")
		.secure(true)
		.metadata(Map.of("zone", "a"))
		.build();

	@ParameterizedTest
	@EnumSource
	void believesWhatIsSignedByATrustedKey(Algorithm algorithm) {
		Instance signed = signer(algorithm, 0).sign(this.instance);
		assertThat(policy(algorithm, 0).flaw(signed)).isNull();
		assertThat(signed.getMetadata()).containsEntry("zone", "a")
			.containsEntry(SignedContent.KEY, "k0")
			.containsEntry(SignedContent.EXPIRES, Long.toString(this.now.plus(VALIDITY).toEpochMilli()));
		assertThat(signed.getMetadata().get(SignedContent.SIGNATURE)).hasSizeLessThanOrEqualTo(512);
	}

	@ParameterizedTest
	@EnumSource
	void refusesWhatWasChangedInAnyField(Algorithm algorithm) {
		SignaturePolicy policy = policy(algorithm, 0);
		Instance signed = signer(algorithm, 0).sign(this.instance);
		Map<String, Instance> changed = new HashMap<>();
		changed.put("service", copy("billing", "host.example", 8443, "orders-1", true, signed, (m) -> m));
		changed.put("host", copy("orders", "evil.example", 8443, "orders-1", true, signed, (m) -> m));
		changed.put("port", copy("orders", "host.example", 8444, "orders-1", true, signed, (m) -> m));
		changed.put("id", copy("orders", "host.example", 8443, "orders-2", true, signed, (m) -> m));
		changed.put("scheme", copy("orders", "host.example", 8443, "orders-1", false, signed, (m) -> m));
		changed.put("expiry", tampered(signed, SignedContent.EXPIRES, (value) -> value + "0"));
		changed.put("no expiry", tampered(signed, SignedContent.EXPIRES, (value) -> "never"));
		changed.put("key", tampered(signed, SignedContent.KEY, (value) -> "k1"));
		changed.put("no key", tampered(signed, SignedContent.KEY, (value) -> ""));
		changed.put("no base64", tampered(signed, SignedContent.SIGNATURE, (value) -> "!"));
		changed.put("empty", tampered(signed, SignedContent.SIGNATURE, (value) -> ""));
		changed.put("cut", tampered(signed, SignedContent.SIGNATURE, (value) -> value.substring(0, 20)));
		for (int i = 0; i < 40; i += 3) {
			int at = i;
			changed.put("signature " + i, tampered(signed, SignedContent.SIGNATURE, (value) -> flip(value, at)));
		}
		assertThat(changed).allSatisfy((field, forged) -> assertThat(policy.flaw(forged)).isEqualTo(Flaw.FORGED));
		assertThat(policy.flaw(this.instance)).isEqualTo(Flaw.UNSIGNED);
	}

	@ParameterizedTest
	@EnumSource
	void lookPastWhatRegistriesChange(Algorithm algorithm) {
		Instance signed = signer(algorithm, 0).sign(this.instance);
		Instance read = copy("orders", "host.example", 8443, "orders-1", true, signed, (metadata) -> {
			metadata.put("zone", "b");
			return metadata;
		});
		assertThat(policy(algorithm, 0).flaw(read.withHealth(Health.DOWN))).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void refusesAReplayAfterTheExpiryButForTheSkewOfClocks(Algorithm algorithm) {
		Instance signed = signer(algorithm, 0).sign(this.instance);
		this.now = this.now.plus(VALIDITY).plus(SKEW);
		assertThat(policy(algorithm, 0).flaw(signed)).isNull();
		this.now = this.now.plusMillis(1);
		assertThat(policy(algorithm, 0).flaw(signed)).isEqualTo(Flaw.EXPIRED);
		assertThat(policy(algorithm, 0).flaw(signer(algorithm, 0).sign(signed))).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void believesTwoKeysWhileTheyAreChanged(Algorithm algorithm) {
		Instance old = signer(algorithm, 0).sign(this.instance);
		Instance fresh = signer(algorithm, 1).sign(this.instance);
		assertThat(policy(algorithm, 0).flaw(fresh)).isEqualTo(Flaw.FORGED);
		assertThat(policy(algorithm, 0, 1).flaw(old)).isNull();
		assertThat(policy(algorithm, 0, 1).flaw(fresh)).isNull();
		assertThat(policy(algorithm, 1).flaw(old)).isEqualTo(Flaw.FORGED);
		assertThat(policy(algorithm, 1).flaw(fresh)).isNull();
	}

	@Test
	void neverTakesAPublicKeyForASecret() {
		String publicKey = PAIRS.get(Algorithm.ED25519).get(0).trusted();
		Instance forged = new InstanceSigner(Algorithm.HMAC_SHA256, "k0", publicKey, VALIDITY, this.clock)
			.sign(this.instance);
		assertThat(policy(Algorithm.ED25519, 0).flaw(forged)).isEqualTo(Flaw.FORGED);
	}

	@Test
	void isDueWhenHalfOfItsTimeHasPassed() {
		InstanceSigner signer = signer(Algorithm.HMAC_SHA256, 0);
		Instance signed = signer.sign(this.instance);
		this.now = this.now.plus(VALIDITY.dividedBy(2)).minusMillis(1);
		assertThat(signer.isDue(signed)).isFalse();
		this.now = this.now.plusMillis(1);
		assertThat(signer.isDue(signed)).isTrue();
		assertThat(signer.isDue(this.instance)).isTrue();
	}

	@Test
	void onlyCountsInAnAuditAndRefusesWhereEnforced() {
		Instance signed = signer(Algorithm.HMAC_SHA256, 0).sign(this.instance);
		assertThat(trust(Mode.OFF).examine(this.instance)).isEqualTo(Trust.Verdict.GOOD);
		assertThat(trust(Mode.AUDIT).examine(this.instance)).isEqualTo(new Trust.Verdict(Flaw.UNSIGNED, false));
		assertThat(trust(Mode.ENFORCE).examine(this.instance)).isEqualTo(new Trust.Verdict(Flaw.UNSIGNED, true));
		assertThat(trust(Mode.AUDIT).examine(signed)).isEqualTo(Trust.Verdict.GOOD);
		assertThat(trust(Mode.ENFORCE).examine(signed)).isEqualTo(Trust.Verdict.GOOD);
		Instance linkLocal = Instance.builder("orders", "169.254.1.1", 80).build();
		assertThat(trust(Mode.AUDIT).examine(linkLocal)).isEqualTo(new Trust.Verdict(Flaw.LINK_LOCAL, true));
	}

	@ParameterizedTest
	@CsvSource({ "HMAC_SHA256, 10000, 500", "ED25519, 1000, 4000" })
	void examinesManyInstancesWithinTheTimeThatTheirListMayTake(Algorithm algorithm, int instances, int millis) {
		List<Instance> signed = new ArrayList<>();
		InstanceSigner signer = signer(algorithm, 0);
		for (int i = 0; i < instances; i++) {
			signed.add(signer.sign(Instance.builder("orders", "10.0." + i / 256 + "." + i % 256, 8080).build()));
		}
		SignaturePolicy policy = policy(algorithm, 0);
		long took = cpuMillis(() -> assertThat(signed.stream().allMatch(policy::accepts)).isTrue());
		long tookAgain = cpuMillis(() -> assertThat(signed.stream().allMatch(policy::accepts)).isTrue());
		assertThat(took).isLessThan(millis);
		assertThat(tookAgain).isLessThan(200);
	}

	/**
	 * Of this thread alone, whatever else the machine does.
	 */
	private static long cpuMillis(Runnable task) {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadCpuTime();
		task.run();
		return Duration.ofNanos(threads.getCurrentThreadCpuTime() - before).toMillis();
	}

	@Test
	void refusesKeysThatAreNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> TrustedKeys.of(Algorithm.HMAC_SHA256).with("k", "short"))
			.withMessageContaining("at least 32 characters")
			.withMessageNotContaining("short,");
		for (String key : List.of("!", "AAAA", PAIRS.get(Algorithm.ED25519).get(0).signing())) {
			assertThatIllegalArgumentException().isThrownBy(() -> TrustedKeys.of(Algorithm.ED25519).with("k", key))
				.withMessageNotContaining(key)
				.withNoCause();
		}
	}

	@Test
	void showsNoKey() {
		Pair pair = PAIRS.get(Algorithm.HMAC_SHA256).get(0);
		TrustedKeys keys = TrustedKeys.of(Algorithm.HMAC_SHA256).with("k0", pair.trusted());
		assertThat(keys).hasToString("HMAC_SHA256 [k0]");
		assertThat(signer(Algorithm.HMAC_SHA256, 0)).hasToString("HMAC_SHA256 k0");
	}

	private InstanceSigner signer(Algorithm algorithm, int key) {
		return new InstanceSigner(algorithm, "k" + key, PAIRS.get(algorithm).get(key).signing(), VALIDITY, this.clock);
	}

	private SignaturePolicy policy(Algorithm algorithm, int... trusted) {
		TrustedKeys keys = TrustedKeys.of(algorithm);
		for (int key : trusted) {
			keys = keys.with("k" + key, PAIRS.get(algorithm).get(key).trusted());
		}
		return new SignaturePolicy(Mode.ENFORCE, keys, SKEW, this.clock);
	}

	private Trust trust(Mode mode) {
		Pair pair = PAIRS.get(Algorithm.HMAC_SHA256).get(0);
		return new Trust(
				AddressPolicy.usual(), new SignaturePolicy(mode,
						TrustedKeys.of(Algorithm.HMAC_SHA256).with("k0", pair.trusted()), SKEW, this.clock),
				null, Ticker.system());
	}

	private static Instance tampered(Instance signed, String key, UnaryOperator<String> change) {
		return copy(signed.getServiceId(), signed.getHost(), signed.getPort(), signed.getInstanceId(), true, signed,
				(metadata) -> {
					metadata.computeIfPresent(key, (any, value) -> change.apply(value));
					return metadata;
				});
	}

	private static Instance copy(String service, String host, int port, String id, boolean secure, Instance signed,
			UnaryOperator<Map<String, String>> change) {
		return Instance.builder(service, host, port)
			.instanceId(id)
			.secure(secure)
			.metadata(new HashMap<>(change.apply(new HashMap<>(signed.getMetadata()))))
			.build();
	}

	private static String flip(String text, int at) {
		char other = (text.charAt(at) == 'A') ? 'B' : 'A';
		return text.substring(0, at) + other + text.substring(at + 1);
	}

	private static Pair secret(String name) {
		String secret = name + "-secret-of-forty-characters-or-more-0123456789";
		return new Pair(secret, secret);
	}

	private static Pair keys() {
		try {
			KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
			Base64.Encoder lines = Base64.getMimeEncoder();
			return new Pair(
					"-----BEGIN PRIVATE KEY-----\n" + lines.encodeToString(pair.getPrivate().getEncoded())
							+ "\n-----END PRIVATE KEY-----\n",
					Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Pair(String signing, String trusted) {
	}

}
