package dev.discovery.backend.consul;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.discovery.directory.NoAnswerException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A token that may read some services and others not, in Consul's words. A lookup waits
 * for two seconds, so one that has found something wasn't held up.
 */
class ConsulRefusedServicesTests extends StubConsul {

	private static final String HEALTH = "/v1/health/service/";

	private ConsulSide side;

	@BeforeEach
	void open() {
		this.bodies.put(HEALTH, "["
				+ entry("\"Node\":\"n1\",\"Address\":\"10.0.0.9\"", "\"ID\":\"orders-0\",\"Port\":8080", "a=passing")
				+ "]");
		this.side = closing(ConsulSide.open(this.url));
	}

	@Test
	void tenThatAreFilteredHideNothingElse() {
		assertOthersAreFound(10, this.filtered);
	}

	@Test
	void twoThatAreForbiddenHideNothingElse() {
		assertOthersAreFound(2, this.forbidden);
	}

	private void assertOthersAreFound(int count, Set<String> refused) {
		List<String> secrets = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			secrets.add("secret-" + i);
			refused.add(HEALTH + "secret-" + i);
		}
		for (String secret : secrets) {
			assertThatThrownBy(() -> this.side.directory.lookup(secret)).isInstanceOf(NoAnswerException.class)
				.hasMessageContaining("service:read on \"" + secret + "\"");
		}
		for (String name : List.of("orders", "payments", "users")) {
			assertThat(this.side.directory.lookup(name).up()).hasSize(1);
		}
	}

}
