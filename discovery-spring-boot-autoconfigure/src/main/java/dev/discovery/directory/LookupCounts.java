package dev.discovery.directory;

/**
 * How the lookups of one service were answered so far.
 *
 * @param hits from memory, while the registry could be asked
 * @param stale from memory, while it could not
 * @param waited not at once: there was nothing to read yet
 */
public record LookupCounts(long hits, long stale, long waited) {
}
