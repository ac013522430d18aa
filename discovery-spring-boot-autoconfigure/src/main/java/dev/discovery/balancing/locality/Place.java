package dev.discovery.balancing.locality;

import dev.discovery.model.Locality;
import org.jspecify.annotations.Nullable;

/**
 * Where this application runs, as far as it is known.
 *
 * @param locality its region and zone
 * @param point where that is, null if it isn't known
 */
public record Place(Locality locality, @Nullable Point point) {

	/** Nowhere in particular. */
	public static final Place UNKNOWN = new Place(Locality.UNKNOWN, null);

}
