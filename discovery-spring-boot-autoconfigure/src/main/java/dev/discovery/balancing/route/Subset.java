package dev.discovery.balancing.route;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Some of a service's instances under a name: those that meet all its conditions.
 *
 * @param name the name by which routes refer to it
 * @param metadata metadata that an instance must have; {@code version} is an entry like
 * any other
 * @param tags tags that an instance must all have
 * @param zone the zone that it must be in, null for any
 */
public record Subset(String name, Map<String, String> metadata, Set<String> tags, @Nullable String zone) {

	/** Metadata key of an instance's version. */
	public static final String VERSION = "version";

	/** Metadata key of an instance's tags, separated by commas. */
	public static final String TAGS = "tags";

	/**
	 * Copies what it is given.
	 * @param name the name by which routes refer to it
	 * @param metadata metadata that an instance must have
	 * @param tags tags that an instance must all have
	 * @param zone the zone that it must be in, null for any
	 */
	public Subset {
		metadata = Map.copyOf(metadata);
		tags = Set.copyOf(tags);
	}

	/**
	 * A subset without a condition, to which some are to be added.
	 * @param name the name by which routes refer to it
	 * @return all instances
	 */
	public static Subset named(String name) {
		return new Subset(name, Map.of(), Set.of(), null);
	}

	/**
	 * With one more condition.
	 * @param version the version that an instance must have
	 * @return the smaller subset
	 */
	public Subset version(String version) {
		return metadata(VERSION, version);
	}

	/**
	 * With one more condition.
	 * @param key a key of the metadata
	 * @param value the value that an instance must have there
	 * @return the smaller subset
	 */
	public Subset metadata(String key, String value) {
		Map<String, String> more = new TreeMap<>(this.metadata);
		more.put(key, value);
		return new Subset(this.name, more, this.tags, this.zone);
	}

	/**
	 * With one more condition.
	 * @param tag a tag that an instance must have
	 * @return the smaller subset
	 */
	public Subset tag(String tag) {
		Set<String> more = new TreeSet<>(this.tags);
		more.add(tag);
		return new Subset(this.name, this.metadata, more, this.zone);
	}

	/**
	 * With one more condition.
	 * @param zone the zone that an instance must be in
	 * @return the smaller subset
	 */
	public Subset zone(String zone) {
		return new Subset(this.name, this.metadata, this.tags, zone);
	}

	/**
	 * Whether there is a condition at all.
	 * @return whether it may leave somebody out
	 */
	public boolean isConditional() {
		return !this.metadata.isEmpty() || !this.tags.isEmpty() || this.zone != null;
	}

	/**
	 * Whether an instance belongs to it.
	 * @param instance the instance
	 * @return whether it meets all conditions
	 */
	public boolean contains(Instance instance) {
		for (Map.Entry<String, String> wanted : this.metadata.entrySet()) {
			if (!wanted.getValue().equals(instance.getMetadata().get(wanted.getKey()))) {
				return false;
			}
		}
		return (this.zone == null || Objects.equals(this.zone, instance.getLocality().zone()))
				&& (this.tags.isEmpty() || tagsOf(instance).containsAll(this.tags));
	}

	private static Set<String> tagsOf(Instance instance) {
		String tags = instance.getMetadata().get(TAGS);
		Set<String> all = new TreeSet<>();
		if (tags != null) {
			Arrays.stream(tags.split(",")).map(String::strip).forEach(all::add);
		}
		return all;
	}

	/**
	 * The name and the conditions.
	 */
	@Override
	public String toString() {
		StringJoiner conditions = new StringJoiner(", ", " (", ")").setEmptyValue("");
		new TreeMap<>(this.metadata).forEach((key, value) -> conditions.add(key + "=" + value));
		new TreeSet<>(this.tags).forEach((tag) -> conditions.add("tag " + tag));
		if (this.zone != null) {
			conditions.add("zone " + this.zone);
		}
		return "subset '" + this.name + "'" + conditions;
	}

}
