package dev.discovery.observe;

import dev.discovery.directory.LookupRecorder;

/**
 * Counts for several: a lookup that one of them wants timed is timed for all.
 */
final class CompositeLookupRecorder implements LookupRecorder {

	private final LookupRecorder[] all;

	CompositeLookupRecorder(LookupRecorder[] all) {
		this.all = all;
	}

	@Override
	public boolean hit(boolean stale) {
		boolean timed = false;
		for (LookupRecorder each : this.all) {
			timed |= each.hit(stale);
		}
		return timed;
	}

	@Override
	public void hitTook(long nanos) {
		for (LookupRecorder each : this.all) {
			each.hitTook(nanos);
		}
	}

	@Override
	public void waited(boolean answered, long nanos) {
		for (LookupRecorder each : this.all) {
			each.waited(answered, nanos);
		}
	}

}
