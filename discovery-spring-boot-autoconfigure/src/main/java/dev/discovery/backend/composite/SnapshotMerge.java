package dev.discovery.backend.composite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;

/**
 * The instances of all registries, each address once. Of several registries that list an
 * address the one has the word that answers, then the one that says UP, then the one that
 * comes first.
 */
final class SnapshotMerge implements Merge<ServiceSnapshot> {

	private static final int STALE = 2;

	private static final int UNFIT = 1;

	private final String serviceId;

	SnapshotMerge(String serviceId) {
		this.serviceId = serviceId;
	}

	@Override
	public ServiceSnapshot of(List<Part<ServiceSnapshot>> parts) {
		List<Part<ServiceSnapshot>> known = parts.stream().filter((part) -> part.content() != null).toList();
		Map<String, Word> words = words(known);
		List<Instance> instances = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		Provenance provenance = Provenance.LIVE;
		for (int i = 0; i < known.size(); i++) {
			for (Instance instance : content(known.get(i)).instances()) {
				if (Objects.requireNonNull(words.get(instance.getAuthority())).part() == i) {
					instances.add(distinct(instance, known.get(i), ids));
					provenance = lesser(provenance, provenance(known.get(i)));
				}
			}
		}
		return ServiceSnapshot.inOrder(this.serviceId, instances).as(provenance).withLimbo(limbo(known, words, ids));
	}

	private static Map<String, Word> words(List<Part<ServiceSnapshot>> parts) {
		Map<String, Word> words = new HashMap<>();
		for (int i = 0; i < parts.size(); i++) {
			int stale = (parts.get(i).error() != null) ? STALE : 0;
			for (Instance instance : content(parts.get(i)).instances()) {
				Word word = new Word(i, stale + ((instance.getHealth() != Health.UP) ? UNFIT : 0));
				words.merge(instance.getAuthority(), word, (a, b) -> (b.doubt() < a.doubt()) ? b : a);
			}
		}
		return words;
	}

	private static List<Instance> limbo(List<Part<ServiceSnapshot>> parts, Map<String, Word> words, Set<String> ids) {
		List<Instance> limbo = new ArrayList<>();
		Set<String> addresses = new HashSet<>(words.keySet());
		for (Part<ServiceSnapshot> part : parts) {
			for (Instance instance : content(part).limbo()) {
				if (addresses.add(instance.getAuthority())) {
					limbo.add(distinct(instance, part, ids));
				}
			}
		}
		return limbo;
	}

	/** Two registries may give one id to different instances. */
	private static Instance distinct(Instance instance, Part<ServiceSnapshot> part, Set<String> ids) {
		if (ids.add(instance.getInstanceId())) {
			return instance;
		}
		String id = instance.getInstanceId() + "@" + part.member().name();
		ids.add(id);
		return Labels.renamed(instance, id);
	}

	private static Provenance provenance(Part<ServiceSnapshot> part) {
		Provenance said = content(part).provenance();
		return (part.error() != null) ? lesser(said, Provenance.STALE) : said;
	}

	private static Provenance lesser(Provenance one, Provenance other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

	private static ServiceSnapshot content(Part<ServiceSnapshot> part) {
		return Objects.requireNonNull(part.content());
	}

	@Override
	public boolean isEmpty(ServiceSnapshot content) {
		return content.instances().isEmpty() && content.limbo().isEmpty();
	}

	@Override
	public boolean isSameContent(ServiceSnapshot one, ServiceSnapshot other) {
		return one.sameContent(other);
	}

	@Override
	public boolean isSame(ServiceSnapshot one, ServiceSnapshot other) {
		return one.provenance() == other.provenance() && one.sameContent(other);
	}

	/**
	 * Who has the word about an address.
	 */
	private record Word(int part, int doubt) {
	}

}
