package dev.discovery.model;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Places}.
 */
class PlacesTests {

	private static List<Instance> instances(String... ids) {
		return Arrays.stream(ids).map((id) -> Instance.builder("orders", "h", 80).instanceId(id).build()).toList();
	}

	private static List<Integer> places(List<Instance> known, String... ids) {
		Places places = new Places(known);
		return instances(ids).stream().map(places::of).toList();
	}

	@Test
	void findsWhoStandsWhereItStood() {
		assertThat(places(instances("a", "b", "c"), "a", "b", "c")).containsExactly(0, 1, 2);
	}

	@Test
	void findsThoseBehindOneThatIsGone() {
		assertThat(places(instances("a", "b", "c", "d", "e", "f"), "b", "c", "f")).containsExactly(1, 2, 5);
	}

	@Test
	void findsThoseBehindOneThatIsNew() {
		assertThat(places(instances("a", "c", "d"), "a", "b", "c", "d")).containsExactly(0, Places.NOWHERE, 1, 2);
	}

	@Test
	void findsThoseOfAnotherOrder() {
		assertThat(places(instances("a", "b", "c", "d"), "d", "c", "b", "a", "d", "x")).containsExactly(3, 2, 1, 0, 3,
				Places.NOWHERE);
	}

	@Test
	void findsNobodyWhereThereWasNone() {
		assertThat(places(List.of(), "a", "b")).containsExactly(Places.NOWHERE, Places.NOWHERE);
	}

}
