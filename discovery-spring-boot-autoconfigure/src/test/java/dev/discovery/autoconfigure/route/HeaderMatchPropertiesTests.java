package dev.discovery.autoconfigure.route;

import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HeaderMatchPropertiesTests {

	@Test
	void refusesAHeaderOfWhichNothingIsSaid() {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> new HeaderMatchProperties().toMatches("rules[0].match.headers.x-user", "x-user"))
			.withMessage("rules[0].match.headers.x-user: says nothing about the header");
	}

}
