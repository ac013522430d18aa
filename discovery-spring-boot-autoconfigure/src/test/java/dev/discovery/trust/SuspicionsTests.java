package dev.discovery.trust;

import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class SuspicionsTests {

	private final VirtualTime time = new VirtualTime();

	private final Trust trust = new Trust(AddressPolicy.usual(), SignaturePolicy.off(), null, this.time);

	@Test
	void warnsOncePerServiceAndSaysOnceThatAllIsWellAgain(CapturedOutput output) {
		for (int i = 0; i < 100; i++) {
			this.trust.examine(at("a", "169.254.1.1"));
			this.trust.examine(at("b", "169.254.1.2"));
		}
		assertThat(output.getAll().split(" WARN ", -1)).hasSize(2);
		assertThat(output).contains("orders is left out", "discovery.security.allow-link-local");
		this.trust.examine(at("a", "10.0.0.1"));
		assertThat(output).doesNotContain("INFO");
		this.trust.examine(at("b", "10.0.0.2"));
		this.trust.examine(at("b", "10.0.0.2"));
		assertThat(output.getAll().split(" INFO ", -1)).hasSize(2);
		this.trust.examine(at("a", "169.254.1.1"));
		assertThat(output.getAll().split(" WARN ", -1)).hasSize(3);
	}

	@Test
	void remembersOnlySoMuchOfARegistryFullOfLies(CapturedOutput output) {
		for (int i = 0; i < 5_000; i++) {
			this.trust.examine(Instance.builder("service-" + i, "169.254.1.1", 80).build());
		}
		assertThat(output.getAll().split(" WARN ", -1)).hasSizeLessThanOrEqualTo(1_001);
	}

	@Test
	void forgetsThoseThatNoAnswerNamesAnyMore(CapturedOutput output) {
		this.trust.examine(at("a", "169.254.1.1"));
		this.time.advance(Suspicions.FORGET_AFTER.minusMinutes(1));
		this.trust.examine(at("a", "169.254.1.1"));
		this.time.advance(Suspicions.FORGET_AFTER.minusMinutes(1));
		this.trust.examine(at("c", "10.0.0.1"));
		assertThat(output).doesNotContain("INFO");
		this.time.advance(Suspicions.FORGET_AFTER);
		this.trust.examine(at("c", "10.0.0.1"));
		this.trust.examine(at("c", "10.0.0.1"));
		assertThat(output.getAll().split(" INFO ", -1)).hasSize(2);
		assertThat(output).contains("No answer has named an instance of the service orders");
		this.trust.examine(at("b", "169.254.1.2"));
		assertThat(output.getAll().split(" WARN ", -1)).hasSize(3);
	}

	@Test
	void warnsOfOthersWhenThoseOfARegistryFullOfLiesAreGone(CapturedOutput output) {
		for (int i = 0; i < 5_000; i++) {
			this.trust.examine(Instance.builder("service-" + i, "169.254.1.1", 80).build());
		}
		this.trust.examine(at("a", "169.254.1.1"));
		assertThat(output).doesNotContain("service orders");
		this.time.advance(Suspicions.FORGET_AFTER);
		this.trust.examine(at("a", "169.254.1.1"));
		assertThat(output).contains("of the service orders is left out");
	}

	private static Instance at(String id, String host) {
		return Instance.builder("orders", host, 80).instanceId(id).build();
	}

}
