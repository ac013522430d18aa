package dev.discovery.balancing;

import dev.discovery.balancing.policy.Candidate;

/**
 * Those who are well and yet picked last, and why. Its array is not to be changed.
 *
 * @param step the step that passes them over
 * @param candidates who
 * @param why a reason that people understand
 */
public record PassedOver(Step step, Candidate[] candidates, String why) {
}
