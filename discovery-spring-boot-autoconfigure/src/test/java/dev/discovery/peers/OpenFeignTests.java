package dev.discovery.peers;

import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Clients of Spring Cloud OpenFeign, which are called by the service's name.
 */
@EnabledIfSystemProperty(named = "discovery.matrix.added", matches = "peers")
class OpenFeignTests {

	private Peer caller;

	private Stock stock;

	@AfterEach
	void stop() {
		assertThat(this.caller.inFlight("inventory")).isZero();
		this.caller.close();
	}

	private void start(boolean retries) throws ReflectiveOperationException {
		this.caller = Peer.start(Application.class, "spring.main.web-application-type=none",
				"spring.cloud.loadbalancer.retry.enabled=" + retries);
		this.stock = client(this.caller.context());
	}

	/** What {@code @FeignClient("inventory")} makes. */
	private static Stock client(ApplicationContext context) throws ReflectiveOperationException {
		Class<?> builders = Class.forName("org.springframework.cloud.openfeign.FeignClientBuilder");
		Object builder = builders.getMethod("forType", Class.class, String.class)
			.invoke(builders.getConstructor(ApplicationContext.class).newInstance(context), Stock.class, "inventory");
		return Stock.class.cast(builder.getClass().getMethod("build").invoke(builder));
	}

	@Test
	void balancesItsCalls() throws ReflectiveOperationException {
		start(false);
		Shop one = this.caller.open("inventory");
		Shop two = this.caller.open("inventory");
		assertThat(answering(20)).containsExactlyInAnyOrder(one.name(), two.name());
		assertThat(this.caller.stats("inventory", one).successes() + this.caller.stats("inventory", two).successes())
			.isEqualTo(20);
	}

	@Test
	void saysThatThereIsNobody() throws ReflectiveOperationException {
		start(false);
		assertThatException().isThrownBy(this.stock::get).withMessageContaining("503");
	}

	@Test
	void takesOutAnInstanceWhoseAnswersAreFailures() throws ReflectiveOperationException {
		start(false);
		Shop well = this.caller.open("inventory");
		Shop ill = this.caller.open("inventory");
		ill.answerWith(500);
		assertThat(failures(20)).isEqualTo(5);
		assertThat(this.caller.report("inventory", ill).reason()).contains("ejected", "5 points in a row");
		assertThat(answering(20)).containsExactly(well.name());
	}

	@Test
	void losesThreeCallsToADeadInstanceAsLongAsNobodyRetries() throws ReflectiveOperationException {
		start(false);
		this.caller.open("inventory").kill();
		Shop alive = this.caller.open("inventory");
		assertThat(failures(20)).isEqualTo(3);
		assertThat(answering(20)).containsExactly(alive.name());
	}

	@Test
	void losesNoCallWithSpringCloudsRetriesAndSendsNothingTwiceThatMayNot() throws ReflectiveOperationException {
		start(true);
		Shop dead = this.caller.open("inventory");
		Shop alive = this.caller.open("inventory");
		assertThat(answering(20)).hasSize(2);
		dead.kill();
		assertThatException().isThrownBy(() -> {
			for (int i = 0; i < 20; i++) {
				this.stock.post();
			}
		}).withMessageContaining("refused");
		assertThat(answering(20)).containsExactly(alive.name());
		assertThat(this.caller.report("inventory", dead).reason()).contains("ejected");
	}

	private Set<String> answering(int calls) {
		Set<String> names = new TreeSet<>();
		for (int i = 0; i < calls; i++) {
			names.add(this.stock.get());
		}
		return names;
	}

	private int failures(int calls) {
		int failures = 0;
		for (int i = 0; i < calls; i++) {
			try {
				this.stock.get();
			}
			catch (RuntimeException ex) {
				failures++;
			}
		}
		return failures;
	}

	/**
	 * The client as a user writes it, but for the annotation.
	 */
	interface Stock {

		@GetMapping("/stock")
		String get();

		@PostMapping("/stock")
		String post();

	}

	/**
	 * An application that has a client.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
