package dev.discovery.backend;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import dev.discovery.test.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of reading, over a registry for which time passes only here.
 */
public abstract class VirtualBackendContractTests extends ServiceBackendContractTests {

	private static final Duration STEP = Duration.ofMillis(10);

	protected final VirtualTime time = new VirtualTime();

	private final Duration limit;

	/**
	 * Over such a backend.
	 * @param limit within which a change arrives, and a failure is mended
	 */
	protected VirtualBackendContractTests(Duration limit) {
		this.limit = limit;
	}

	@Override
	protected void await(BooleanSupplier condition) {
		long end = this.time.nanos() + this.limit.toNanos();
		while (this.time.nanos() < end && !condition.getAsBoolean()) {
			this.time.advance(STEP);
		}
		assertThat(condition.getAsBoolean()).isTrue();
	}

	@Override
	protected void settle() {
		this.time.advance(Duration.ofSeconds(10));
	}

}
