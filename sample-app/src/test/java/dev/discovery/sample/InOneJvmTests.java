package dev.discovery.sample;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is started beside orders, and where it isn't.
 */
class InOneJvmTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Beside.class);

	@Test
	void isThereWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(Beside.class));
	}

	@Test
	void isNotThereWithARegistry() {
		this.runner.withPropertyValues("discovery.backend=consul")
			.run((context) -> assertThat(context).doesNotHaveBean(Beside.class));
	}

	@Test
	void isNotThereWithSeveralRegistries() {
		this.runner.withPropertyValues("discovery.registries.east.backend=consul")
			.run((context) -> assertThat(context).doesNotHaveBean(Beside.class));
	}

	@InOneJvm
	static class Beside {

	}

}
