package dev.discovery.balancing.locality;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A point on the Earth.
 *
 * @param latitude in degrees, from -90 to 90
 * @param longitude in degrees, from -180 to 180
 */
public record Point(double latitude, double longitude) {

	/** Metadata key of the latitude. */
	public static final String LATITUDE = "latitude";

	/** Metadata key of the longitude. */
	public static final String LONGITUDE = "longitude";

	private static final double EARTH_RADIUS = 6371;

	/**
	 * Checks the numbers.
	 */
	public Point {
		if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
			throw new IllegalArgumentException("Not on the Earth: " + latitude + ", " + longitude);
		}
	}

	/**
	 * The point that an instance says it is at.
	 * @param metadata the instance's metadata
	 * @return the point, null if there is none that could be understood
	 */
	static @Nullable Point of(Map<String, String> metadata) {
		String latitude = metadata.get(LATITUDE);
		String longitude = metadata.get(LONGITUDE);
		if (latitude == null || longitude == null) {
			return null;
		}
		try {
			return new Point(Double.parseDouble(latitude), Double.parseDouble(longitude));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * How far it is along the great circle, by the haversine formula.
	 * @param other another point
	 * @return kilometres, to about half a percent
	 */
	public double distanceTo(Point other) {
		double sinLatitude = Math.sin(Math.toRadians(other.latitude - this.latitude) / 2);
		double sinLongitude = Math.sin(Math.toRadians(other.longitude - this.longitude) / 2);
		double haversine = sinLatitude * sinLatitude + Math.cos(Math.toRadians(this.latitude))
				* Math.cos(Math.toRadians(other.latitude)) * sinLongitude * sinLongitude;
		return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(haversine)));
	}

}
