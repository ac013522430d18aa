package dev.discovery.actuate;

import java.time.Duration;

import dev.discovery.fitness.Ejection;

/**
 * Why an instance is out for a while.
 *
 * @param reason the rule that it broke, or QUARANTINE
 * @param detail what was seen
 * @param secondsLeft how long until it may come back
 * @param times the how-manyeth time in a row this is, from 1
 */
public record EjectionDescriptor(String reason, String detail, double secondsLeft, int times) {

	static EjectionDescriptor of(Ejection ejection, long now) {
		double left = Duration.ofNanos(Math.max(0, ejection.until() - now)).toMillis() / 1000.0;
		return new EjectionDescriptor(ejection.reason().name(), ejection.detail(), left, ejection.times());
	}

}
