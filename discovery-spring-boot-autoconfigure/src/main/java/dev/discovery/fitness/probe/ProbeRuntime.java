package dev.discovery.fitness.probe;

import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;

/**
 * What a prober runs on.
 *
 * @param ticker tells the time
 * @param scheduler runs things later; owned by somebody else
 * @param randomness spreads the questions
 */
public record ProbeRuntime(Ticker ticker, Scheduler scheduler, Randomness randomness) {
}
