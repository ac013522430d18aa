package dev.discovery.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Makes equal parts of the instances of one answer the same objects: what they say of
 * versions, zones and protocols repeats from instance to instance. Lives as long as the
 * answer is read, so that no registry can fill it for good.
 * <p>
 * Not safe for use by several threads.
 */
public final class Sharing {

	private final Map<Object, Object> known = new HashMap<>();

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

	Locality locality(Locality locality) {
		return (locality == Locality.UNKNOWN) ? locality
				: one(new Locality(text(locality.region()), text(locality.zone())));
	}

	Metadata metadata(Metadata metadata) {
		if (metadata.isEmpty()) {
			return Metadata.EMPTY;
		}
		Object same = this.known.get(metadata);
		return (same != null) ? (Metadata) same : one(metadata.map(this::one));
	}

	private @Nullable String text(@Nullable String text) {
		return (text != null) ? one(text) : null;
	}

	@SuppressWarnings("unchecked")
	<T> T one(T value) {
		Object same = this.known.putIfAbsent(value, value);
		return (same != null) ? (T) same : value;
	}

}
