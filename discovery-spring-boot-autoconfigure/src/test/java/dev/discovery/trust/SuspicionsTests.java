package dev.discovery.trust;

import dev.discovery.model.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class SuspicionsTests {

	private final Trust trust = Trust.usual();

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

	private static Instance at(String id, String host) {
		return Instance.builder("orders", host, 80).instanceId(id).build();
	}

}
