package dev.discovery.backend.kubernetes;

import java.util.List;
import java.util.Map;

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
	 * The instances that were made of it on the same terms, null if there are none.
	 */
	@Nullable List<Instance> made(Terms terms) {
		Made known = this.made;
		return (known != null && known.terms.equals(terms)) ? known.instances : null;
	}

	/**
	 * Keeps the instances that were made of it, unless some of its endpoints were left
	 * out: these are to be read, and counted, as often as they are listed.
	 */
	void keep(Terms terms, List<Instance> instances) {
		this.made = (instances.size() == endpoints().size()) ? new Made(terms, instances) : null;
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
