package dev.discovery.observe.observation;

import java.net.ConnectException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BalancedCallObservationContext}.
 */
class BalancedCallObservationContextTests {

	/**
	 * It is found out on another thread whose connection failed, while the caller gives
	 * up.
	 */
	@Test
	void whoeverHasGivenUpStaysCancelledWhateverTheAttemptSaysAfterThat() {
		BalancedCallObservationContext context = new BalancedCallObservationContext("orders", "live",
				new BoundedServices());
		context.cancelled();
		context.failed(new ConnectException("refused"));
		assertThat(context.getOutcome()).isEqualTo(CallOutcome.CANCELLED);
		context.answered(503);
		assertThat(context.getOutcome()).isEqualTo(CallOutcome.CANCELLED);
	}

}
