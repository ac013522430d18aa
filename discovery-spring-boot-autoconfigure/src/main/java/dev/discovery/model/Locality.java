package dev.discovery.model;

import org.jspecify.annotations.Nullable;

/**
 * A place: a zone within a region, either of which may be unknown.
 *
 * @param region the region, such as {@code eu-west-1}
 * @param zone the zone, such as {@code eu-west-1a}
 */
public record Locality(@Nullable String region, @Nullable String zone) {

	/**
	 * Nowhere in particular.
	 */
	public static final Locality UNKNOWN = new Locality(null, null);

	/**
	 * The place with these names, where blank means unknown.
	 * @param region the region, if known
	 * @param zone the zone, if known
	 * @return the place
	 */
	public static Locality of(@Nullable String region, @Nullable String zone) {
		String knownRegion = (region == null || region.isBlank()) ? null : region;
		String knownZone = (zone == null || zone.isBlank()) ? null : zone;
		return (knownRegion == null && knownZone == null) ? UNKNOWN : new Locality(knownRegion, knownZone);
	}

}
