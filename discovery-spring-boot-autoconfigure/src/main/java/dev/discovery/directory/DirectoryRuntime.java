package dev.discovery.directory;

import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;

/**
 * What the directory runs on.
 *
 * @param settings how to behave
 * @param ticker tells the time
 * @param scheduler runs what happens later
 * @param observer hears what happens
 * @param store keeps a copy for the next start
 */
record DirectoryRuntime(DirectorySettings settings, Ticker ticker, Scheduler scheduler, DirectoryObserver observer,
		SnapshotStore store) {
}
