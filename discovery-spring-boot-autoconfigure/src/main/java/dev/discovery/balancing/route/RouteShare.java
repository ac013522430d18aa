package dev.discovery.balancing.route;

/**
 * How many of the calls like one go to a target.
 *
 * @param rule the number of the rule that leads there, from 1
 * @param match what the rule asks for
 * @param target the place of the target
 * @param share the part of the calls, more than 0 and at most 1
 */
public record RouteShare(int rule, RequestMatch match, int target, double share) {
}
