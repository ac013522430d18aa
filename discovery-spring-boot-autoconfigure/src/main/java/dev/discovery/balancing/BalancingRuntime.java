package dev.discovery.balancing;

import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;

/**
 * What the balancer runs on.
 *
 * @param ticker tells how long calls take
 * @param scheduler where its rounds and the pauses between attempts run; closed by
 * whoever made it
 * @param randomness what is left to chance
 * @param observer hears what happens
 */
public record BalancingRuntime(Ticker ticker, Scheduler scheduler, Randomness randomness, BalancingObserver observer) {
}
