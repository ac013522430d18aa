package dev.discovery.autoconfigure.locality;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.balancing.locality.Nearness;
import dev.discovery.balancing.locality.Place;
import dev.discovery.balancing.locality.Point;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Where this application runs, so that it calls who is near.
 */
@ConfigurationProperties(LocalityProperties.PREFIX)
public class LocalityProperties {

	static final String PREFIX = "discovery.locality";

	private static final String LATENCY = PREFIX + ".latency";

	/**
	 * The region that this application runs in; 'discovery.registration.region' unless
	 * set.
	 */
	private @Nullable String region;

	/**
	 * The zone that this application runs in; 'spring.cloud.loadbalancer.zone' or else
	 * 'discovery.registration.zone' unless set.
	 */
	private @Nullable String zone;

	/**
	 * Where that is, in degrees north of the equator. Needed only where the distance on
	 * the Earth decides between other regions.
	 */
	private @Nullable Double latitude;

	/**
	 * Where that is, in degrees east of Greenwich.
	 */
	private @Nullable Double longitude;

	/**
	 * How long it takes from one region to another, by the names of both: the nearer
	 * regions take over first.
	 */
	private Map<String, Map<String, Duration>> latency = new LinkedHashMap<>();

	public @Nullable String getRegion() {
		return this.region;
	}

	public void setRegion(@Nullable String region) {
		this.region = region;
	}

	public @Nullable String getZone() {
		return this.zone;
	}

	public void setZone(@Nullable String zone) {
		this.zone = zone;
	}

	public @Nullable Double getLatitude() {
		return this.latitude;
	}

	public void setLatitude(@Nullable Double latitude) {
		this.latitude = latitude;
	}

	public @Nullable Double getLongitude() {
		return this.longitude;
	}

	public void setLongitude(@Nullable Double longitude) {
		this.longitude = longitude;
	}

	public Map<String, Map<String, Duration>> getLatency() {
		return this.latency;
	}

	public void setLatency(Map<String, Map<String, Duration>> latency) {
		this.latency = latency;
	}

	/**
	 * Who is near by what is configured now.
	 * @param environment where all properties are
	 * @return who is near
	 * @throws InvalidDiscoveryPropertyException if one can't mean what it says
	 */
	public static Nearness nearness(Environment environment) {
		return Binder.get(environment)
			.bind(PREFIX, LocalityProperties.class)
			.orElseGet(LocalityProperties::new)
			.toNearness(environment);
	}

	/**
	 * Checks the properties.
	 * @param environment knows how the own place is named elsewhere
	 * @return who is near
	 * @throws InvalidDiscoveryPropertyException if one can't mean what it says
	 */
	public Nearness toNearness(Environment environment) {
		Place own = new Place(OwnLocality.ofCaller(environment), point());
		return new Nearness(own, latencies(own.locality().region()));
	}

	private @Nullable Point point() {
		if (this.latitude == null && this.longitude == null) {
			return null;
		}
		if (this.latitude == null || this.longitude == null) {
			String latitude = PREFIX + ".latitude";
			String longitude = PREFIX + ".longitude";
			boolean north = this.latitude == null;
			throw new InvalidDiscoveryPropertyException(north ? latitude : longitude, null,
					"is missing, but " + (north ? longitude : latitude) + " is set",
					"A place needs both, latitude and longitude.");
		}
		PropertyRules.between(PREFIX + ".latitude", this.latitude, -90, 90, "Write it like 50.11.");
		PropertyRules.between(PREFIX + ".longitude", this.longitude, -180, 180, "Write it like 8.68.");
		return new Point(this.latitude, this.longitude);
	}

	private Map<String, Duration> latencies(@Nullable String from) {
		this.latency.forEach((start, all) -> all.forEach((end, latency) -> PropertyRules
			.notNegative(PropertyName.of(PropertyName.of(LATENCY, start), end), latency)));
		return (from != null) ? this.latency.getOrDefault(from, Map.of()) : Map.of();
	}

}
