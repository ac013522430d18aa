package dev.discovery.model;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Sharing}.
 */
class SharingTests {

	private static Instance instance(int port, String version) {
		return Instance.builder(new String("orders"), new String("10.0.0.1"), port)
			.health(Health.DOWN)
			.secure(port % 2 == 0)
			.metadata(Map.of("zone", new String("eu-1a"), "version", new String(version)))
			.build();
	}

	@Test
	void equalPartsBecomeTheSameObjects() {
		List<Instance> shared = new Sharing().all(List.of(instance(1, "1.4"), instance(2, "1.4")));
		assertThat(shared.get(1).getMetadata()).isSameAs(shared.get(0).getMetadata());
		assertThat(shared.get(1).getHost()).isSameAs(shared.get(0).getHost());
		assertThat(shared.get(1).getServiceId()).isSameAs(shared.get(0).getServiceId());
		assertThat(shared.get(1).getLocality()).isSameAs(shared.get(0).getLocality());
	}

	@Test
	void differentMapsShareWhatIsEqualInThem() {
		List<Instance> shared = new Sharing().all(List.of(instance(1, "1.4"), instance(2, "1.5")));
		assertThat(shared.get(1).getMetadata()).isNotEqualTo(shared.get(0).getMetadata());
		assertThat(shared.get(1).getMetadata().get("zone")).isSameAs(shared.get(0).getMetadata().get("zone"));
	}

	@Test
	void nameOfAServiceIsCheckedAndSharedWhileItIsBuilt() {
		Sharing sharing = new Sharing();
		Function<String, Instance> build = (
				id) -> Instance.builder(new String(id), "10.0.0.1", 8080).sharing(sharing).build();
		for (String bad : List.of("", " ", "a\nb", "a".repeat(513))) {
			assertThatExceptionOfType(InvalidInstanceException.class).isThrownBy(() -> build.apply(bad))
				.withMessageContaining("the service id");
			assertThat(build.apply("orders").getServiceId()).isEqualTo("orders")
				.isSameAs(build.apply("orders").getServiceId());
		}
	}

	@Test
	void whatBreaksLinesIsTakenOutEachTime() {
		Sharing sharing = new Sharing();
		List<String> values = List.of("a\nb", "a\nb", "a b", "a\u2028b", "ä", "a\nb");
		List<String> clean = values.stream()
			.map((value) -> Instance.builder("orders", "10.0.0.1", 8080)
				.metadata("note", new String(value))
				.sharing(sharing)
				.build())
			.map((instance) -> instance.getMetadata().get("note"))
			.toList();
		assertThat(clean).containsExactly("a b", "a b", "a b", "a b", "ä", "a b");
		assertThat(clean.get(5)).isSameAs(clean.get(0));
	}

	@Test
	void differentThingsAtOnePlaceAreNotMixedUp() {
		Sharing sharing = new Sharing();
		for (String zone : List.of("eu-1a", "eu-1b", "eu-1a")) {
			Instance instance = Instance.builder("orders", "10.0.0.1", 8080)
				.metadata("zone", zone)
				.sharing(sharing)
				.build();
			assertThat(instance.getMetadata()).isEqualTo(Map.of("zone", zone));
			assertThat(instance.getLocality().zone()).isEqualTo(zone);
		}
		Instance other = Instance.builder("orders", "10.0.0.1", 8080)
			.metadata("rack", "eu-1a")
			.sharing(sharing)
			.build();
		assertThat(other.getMetadata()).isEqualTo(Map.of("rack", "eu-1a"));
		assertThat(other.getLocality()).isSameAs(Locality.UNKNOWN);
	}

	@Test
	void changesNothing() {
		Instance instance = instance(2, "1.4");
		assertThat(new Sharing().apply(instance)).isNotSameAs(instance)
			.satisfies((shared) -> assertThat(shared.sameContent(instance)).isTrue())
			.satisfies((shared) -> assertThat(shared.getLocality()).isEqualTo(instance.getLocality()));
	}

	@Test
	void metadataIsEqualToAnyMapOfTheSameEntries() {
		Map<String, String> metadata = instance(1, "1.4").getMetadata();
		Map<String, String> same = Map.of("version", "1.4", "zone", "eu-1a");
		assertThat(metadata).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(Map.of("version", "1.4"));
		assertThat(same).isEqualTo(metadata);
	}

	@Test
	void onlyWhatIsNotKnownIsMadeAnew() {
		ServiceSnapshot known = ServiceSnapshot.sharing(null,
				ServiceSnapshot.of("orders", List.of(instance(1, "1.4"), instance(2, "1.4"))));
		assertThat(known.instances().get(1).getMetadata()).isSameAs(known.instances().get(0).getMetadata());
		ServiceSnapshot next = ServiceSnapshot.of("orders",
				List.of(instance(1, "1.4"), instance(2, "1.5"), instance(3, "1.5")));
		ServiceSnapshot shared = ServiceSnapshot.sharing(known, next);
		assertThat(shared.sameContent(next)).isTrue();
		assertThat(shared.instances().get(0)).isSameAs(known.instances().get(0));
		assertThat(shared.instances().get(2).getMetadata()).isSameAs(shared.instances().get(1).getMetadata());
		assertThat(ServiceSnapshot.sharing(shared, next)).isSameAs(shared);
	}

}
