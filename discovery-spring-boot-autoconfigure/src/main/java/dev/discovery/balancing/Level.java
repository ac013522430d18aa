package dev.discovery.balancing;

import dev.discovery.balancing.policy.Candidate;

/**
 * Those who are equally near, and what of the calls they get. Its array is not to be
 * changed.
 *
 * @param where the place, in words; empty where places don't matter
 * @param members who gets the calls: the fit ones, or all in a panic
 * @param share their part of the calls, in ten-thousandths
 */
public record Level(String where, Candidate[] members, int share) {
}
