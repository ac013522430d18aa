package dev.discovery.balancing;

import java.util.function.Supplier;

import dev.discovery.fitness.probe.ActiveProber;
import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What the balancer runs on.
 *
 * @param ticker tells how long calls take
 * @param scheduler where its rounds and the pauses between attempts run; closed by
 * whoever made it
 * @param randomness what is left to chance
 * @param observer hears what happens
 * @param prober active health checks, null if there are none; closed by whoever made it
 * @param clientId what tells this client from the others; may change once, while the
 * application starts
 */
public record BalancingRuntime(Ticker ticker, Scheduler scheduler, Randomness randomness, BalancingObserver observer,
		@Nullable ActiveProber prober, Supplier<String> clientId) {

	/**
	 * A runtime without active health checks.
	 * @param ticker tells how long calls take
	 * @param scheduler where its rounds and the pauses between attempts run
	 * @param randomness what is left to chance
	 * @param observer hears what happens
	 */
	public BalancingRuntime(Ticker ticker, Scheduler scheduler, Randomness randomness, BalancingObserver observer) {
		this(ticker, scheduler, randomness, observer, null);
	}

	/**
	 * A runtime of a client like any other.
	 * @param ticker tells how long calls take
	 * @param scheduler where its rounds and the pauses between attempts run
	 * @param randomness what is left to chance
	 * @param observer hears what happens
	 * @param prober active health checks, null if there are none
	 */
	public BalancingRuntime(Ticker ticker, Scheduler scheduler, Randomness randomness, BalancingObserver observer,
			@Nullable ActiveProber prober) {
		this(ticker, scheduler, randomness, observer, prober, () -> "");
	}

}
