package dev.discovery.backend.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.discovery.backend.kubernetes.EndpointSlice.Endpoint;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * A slice, and the instances that were last made of it: of a service's many slices one
 * changes, and those of the others are the same objects as before. Used by one thread at
 * a time.
 */
final class ListedSlice {

	private final EndpointSlice slice;

	private @Nullable Made made;

	ListedSlice(EndpointSlice slice) {
		this.slice = slice;
	}

	EndpointSlice slice() {
		return this.slice;
	}

	List<Endpoint> endpoints() {
		return this.slice.endpoints();
	}

	/**
	 * The instances. Where some endpoints are left out all are read anew each time, so
	 * that those are counted as often as they are listed.
	 * @param terms what they depend on besides the slice
	 * @param reading makes them of the endpoints
	 */
	List<Instance> instances(Terms terms, Function<List<Endpoint>, List<Instance>> reading) {
		Made known = this.made;
		if (known != null && known.terms.equals(terms)) {
			return known.instances;
		}
		List<Instance> instances = reading.apply(endpoints());
		this.made = (instances.size() == endpoints().size()) ? new Made(terms, instances) : null;
		return instances;
	}

	/**
	 * What instances depend on besides their slice.
	 *
	 * @param port where they are called
	 * @param nobodyReady whether no endpoint of the whole service is
	 * @param extra what the service itself adds to the metadata
	 */
	record Terms(NamedPort port, boolean nobodyReady, Map<String, @Nullable String> extra) {
	}

	private record Made(Terms terms, List<Instance> instances) {
	}

}
