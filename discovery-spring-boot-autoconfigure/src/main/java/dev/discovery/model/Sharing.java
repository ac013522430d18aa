package dev.discovery.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Makes equal parts of the instances of one answer the same objects: what they say of
 * versions, zones and protocols repeats from instance to instance. Lives as long as the
 * answer is read, so that no registry can fill it for good.
 * <p>
 * Not safe for use by several threads.
 */
public final class Sharing {

	/** Few instances have more than eight entries of metadata. */
	private static final int PLACES = 16;

	/** Shares nothing. */
	static final Sharing NONE = new Sharing(null);

	private final @Nullable Map<Object, Object> known;

	/** The last text at each place of the metadata. */
	private final @Nullable String[] recent = new String[PLACES];

	private Locality last = Locality.UNKNOWN;

	private String service = "";

	/**
	 * Creates one that knows nothing yet.
	 */
	public Sharing() {
		this(new HashMap<>());
	}

	private Sharing(@Nullable Map<Object, Object> known) {
		this.known = known;
	}

	/**
	 * The same instance, made of what is known already as far as possible.
	 * @param instance an instance, to be forgotten
	 * @return one of the same content
	 */
	public Instance apply(Instance instance) {
		return new Instance(instance, this);
	}

	/**
	 * Instances of the same content, made of shared parts.
	 * @param instances some, to be forgotten
	 * @return an immutable list in the same order
	 */
	public List<Instance> all(Collection<Instance> instances) {
		return instances.stream().map(this::apply).toList();
	}

	/** The name of a service, checked; most answers are about one. */
	String service(String id) {
		if (this.known == null) {
			return InstanceBuilder.requireIdentifier("service id", id);
		}
		if (id.isEmpty() || !id.equals(this.service)) {
			this.service = one(InstanceBuilder.requireIdentifier("service id", id));
		}
		return this.service;
	}

	/** The place that is in the metadata; next to each other most are the same. */
	Locality locality(Metadata metadata) {
		String region = metadata.get(Instance.REGION);
		String zone = metadata.get(Instance.ZONE);
		if (Objects.equals(region, this.last.region()) && Objects.equals(zone, this.last.zone())) {
			return this.last;
		}
		Locality place = Locality.of(region, zone);
		if (place == Locality.UNKNOWN || this.known == null) {
			return place;
		}
		this.last = one(place);
		return this.last;
	}

	Metadata metadata(Metadata metadata) {
		Metadata same = known(metadata);
		return (same != null) ? same : one(metadata.map(this::one));
	}

	/**
	 * A text without what breaks lines; what repeats is looked through once.
	 * @param place where it stands among the others: next to each other most instances
	 * have the same there
	 */
	String clean(String text, int place) {
		if (this.known == null) {
			return Metadata.withoutControls(text);
		}
		int slot = place % PLACES;
		String before = this.recent[slot];
		if (text.equals(before)) {
			return before;
		}
		String same = known(text);
		String clean = (same != null) ? same : one(Metadata.withoutControls(text));
		this.recent[slot] = clean;
		return clean;
	}

	@SuppressWarnings("unchecked")
	private <T> @Nullable T known(T value) {
		return (this.known != null) ? (T) this.known.get(value) : null;
	}

	@SuppressWarnings("unchecked")
	<T> T one(T value) {
		T same = (this.known != null) ? (T) this.known.putIfAbsent(value, value) : null;
		return (same != null) ? same : value;
	}

}
