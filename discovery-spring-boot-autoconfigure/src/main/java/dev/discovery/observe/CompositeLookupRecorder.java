package dev.discovery.observe;

import dev.discovery.directory.LookupCounts;
import dev.discovery.directory.LookupRecorder;
import org.jspecify.annotations.Nullable;

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

	@Override
	public @Nullable LookupCounts counts() {
		for (LookupRecorder each : this.all) {
			LookupCounts counts = each.counts();
			if (counts != null) {
				return counts;
			}
		}
		return null;
	}

}
