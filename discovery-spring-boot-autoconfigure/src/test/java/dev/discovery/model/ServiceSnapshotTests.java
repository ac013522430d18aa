package dev.discovery.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServiceSnapshotTests {

	@Test
	void listsInstancesInTheOrderOfTheirIdsWhateverTheOrderOfTheAnswer() {
		List<Instance> answer = new ArrayList<>(List.of(instance("c", 3), instance("a", 1), instance("b", 2)));
		ServiceSnapshot first = ServiceSnapshot.of("orders", answer);
		Collections.shuffle(answer, new Random(7));
		assertThat(first.instances()).extracting(Instance::getInstanceId).containsExactly("a", "b", "c");
		assertThat(ServiceSnapshot.of("orders", answer).sameContent(first)).isTrue();
	}

	@Test
	void offersOnlyInstancesThatAreUp() {
		ServiceSnapshot snapshot = ServiceSnapshot.of("orders",
				List.of(instance("a", 1), instance("b", 2).withHealth(Health.DOWN),
						instance("c", 3).withHealth(Health.STARTING), instance("d", 4).withHealth(Health.UNKNOWN),
						instance("e", 5).withHealth(Health.OUT_OF_SERVICE)));
		assertThat(snapshot.up()).containsExactly(instance("a", 1));
		assertThat(snapshot.instances()).hasSize(5);
	}

	@Test
	void keepsOneOfSeveralEntriesWithOneIdTheHealthierThenTheFirstByAddress() {
		Instance down = instance("a", 1).withHealth(Health.DOWN);
		Instance up = instance("a", 3);
		Instance alsoUp = instance("a", 2);
		for (List<Instance> answer : List.of(List.of(down, up, alsoUp), List.of(alsoUp, up, down),
				List.of(up, down, alsoUp))) {
			assertThat(ServiceSnapshot.of("orders", answer).instances()).singleElement()
				.satisfies((instance) -> assertThat(instance.sameContent(alsoUp)).isTrue());
		}
	}

	@Test
	void keepsTheSameOneOfEntriesThatDifferInMetadataAlone() {
		Instance plain = instance("a", 1);
		Instance one = instance("a", Map.of("k", "v"));
		Instance other = instance("a", Map.of("k", "w"));
		Instance more = instance("a", Map.of("k", "v", "l", "v"));
		List<Instance> answer = new ArrayList<>(List.of(other, more, one, plain));
		for (int i = 0; i < answer.size(); i++) {
			Collections.rotate(answer, 1);
			assertThat(List.of(ServiceSnapshot.of("orders", answer), ServiceSnapshot.inOrder("orders", answer)))
				.allSatisfy((snapshot) -> assertThat(snapshot.instances()).singleElement()
					.satisfies((instance) -> assertThat(instance.sameContent(plain)).isTrue()));
			assertThat(ServiceSnapshot.of("orders", List.of(answer.get(0), answer.get(1)))
				.sameContent(ServiceSnapshot.of("orders", List.of(answer.get(1), answer.get(0))))).isTrue();
		}
	}

	@Test
	void seesEveryDifference() {
		ServiceSnapshot snapshot = ServiceSnapshot.of("orders", List.of(instance("a", 1)));
		assertThat(snapshot.sameContent(ServiceSnapshot.of("orders", List.of()))).isFalse();
		assertThat(snapshot.sameContent(ServiceSnapshot.of("orders", List.of(instance("a", 2))))).isFalse();
		assertThat(
				snapshot.sameContent(ServiceSnapshot.of("orders", List.of(instance("a", 1).withHealth(Health.DOWN)))))
			.isFalse();
		assertThat(snapshot.sameContent(ServiceSnapshot.of("orders",
				List.of(Instance.builder("orders", "h", 1).instanceId("a").metadata(Map.of("k", "v")).build()))))
			.isFalse();
		assertThat(snapshot.sameContent(ServiceSnapshot.of("billing", List.of()))).isFalse();
	}

	@Test
	void changesItsProvenanceWithoutCopying() {
		ServiceSnapshot live = ServiceSnapshot.of("orders", List.of(instance("a", 1)));
		ServiceSnapshot stale = live.as(Provenance.STALE);
		assertThat(stale.provenance()).isEqualTo(Provenance.STALE);
		assertThat(stale.up()).isSameAs(live.up());
		assertThat(stale.sameContent(live)).isTrue();
		assertThat(live.as(Provenance.LIVE)).isSameAs(live);
	}

	@Test
	void findsAnInstanceByItsId() {
		ServiceSnapshot snapshot = ServiceSnapshot.of("orders", List.of(instance("a", 1)));
		assertThat(snapshot.find("a")).isEqualTo(instance("a", 1));
		assertThat(snapshot.find("b")).isNull();
	}

	@Test
	void cannotBeChanged() {
		ServiceSnapshot snapshot = ServiceSnapshot.of("orders", List.of(instance("a", 1)));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> snapshot.up().clear());
	}

	private static Instance instance(String id, Map<String, String> metadata) {
		return Instance.builder("orders", "h", 1).instanceId(id).metadata(metadata).build();
	}

	private static Instance instance(String id, int port) {
		return Instance.builder("orders", "h", port).instanceId(id).build();
	}

	@Test
	void keepsTheInstancesThatAreNoDifferentWhereverTheyStand() {
		ServiceSnapshot known = ServiceSnapshot.of("orders",
				List.of(instance("a", 1), instance("c", 3), instance("d", 4)));
		ServiceSnapshot next = ServiceSnapshot.of("orders", List.of(instance("a", 1), instance("b", 2),
				instance("c", 3).withHealth(Health.DOWN), instance("d", 4)));
		ServiceSnapshot kept = ServiceSnapshot.keeping(known, next);
		assertThat(kept.sameContent(next)).isTrue();
		assertThat(kept.instances().get(0)).isSameAs(known.instances().get(0));
		assertThat(kept.instances().get(1)).isSameAs(next.instances().get(1));
		assertThat(kept.instances().get(2)).isSameAs(next.instances().get(2));
		assertThat(kept.instances().get(3)).isSameAs(known.instances().get(2));
		assertThat(kept.up()).hasSize(3).first().isSameAs(known.instances().get(0));
	}

	@Test
	void keepsTheWholeSnapshotWhereNothingIsDifferent() {
		ServiceSnapshot known = ServiceSnapshot.of("orders", List.of(instance("a", 1), instance("b", 2)));
		assertThat(ServiceSnapshot.keeping(known,
				ServiceSnapshot.of("orders", List.of(instance("b", 2), instance("a", 1)))))
			.isSameAs(known);
		ServiceSnapshot fewer = ServiceSnapshot.of("orders", List.of(instance("a", 1)));
		assertThat(ServiceSnapshot.keeping(known, fewer).instances()).containsExactly(known.instances().get(0));
		ServiceSnapshot limbo = fewer.withLimbo(List.of(instance("b", 2)));
		assertThat(ServiceSnapshot.keeping(known, limbo).limbo()).hasSize(1);
		assertThat(ServiceSnapshot.keeping(limbo, fewer.withLimbo(List.of(instance("b", 2))))).isSameAs(limbo);
		assertThat(ServiceSnapshot.keeping(limbo, known)).isNotSameAs(limbo);
	}

}
