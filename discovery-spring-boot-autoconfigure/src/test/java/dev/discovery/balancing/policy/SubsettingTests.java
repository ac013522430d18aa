package dev.discovery.balancing.policy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SubsettingTests {

	private static final int CLIENTS = 1_000;

	private final PolicyFixture fixture = new PolicyFixture();

	@Test
	void spreadsAThousandClientsOverAllInstances() {
		Candidate[] all = this.fixture.candidates(300);
		Map<Candidate, Integer> clients = new HashMap<>();
		for (int client = 0; client < CLIENTS; client++) {
			Set<Candidate> slice = slice(all, 30, client);
			assertThat(slice).hasSize(30);
			slice.forEach((candidate) -> clients.merge(candidate, 1, Integer::sum));
		}
		// 100 each on average; chance alone would vary by 10
		assertThat(clients).hasSize(300);
		assertThat(clients.values()).allSatisfy((count) -> assertThat(count).isBetween(65, 140));
	}

	@Test
	void aSliceChangesByOneAtMostWhenAnInstanceComesOrGoes() {
		Candidate[] all = this.fixture.candidates(300);
		Candidate[] fewer = Arrays.copyOf(all, 299);
		int changed = 0;
		for (int client = 0; client < CLIENTS; client++) {
			Set<Candidate> before = slice(all, 30, client);
			Set<Candidate> after = slice(fewer, 30, client);
			Set<Candidate> left = new HashSet<>(before);
			left.removeAll(after);
			assertThat(left.isEmpty() || left.equals(Set.of(all[299]))).isTrue();
			changed += left.size();
		}
		assertThat(changed).isBetween(65, 140);
	}

	@Test
	void isTheSameAfterARestartAndWhateverTheOrder() {
		Candidate[] all = this.fixture.candidates(50);
		Candidate[] shuffled = Arrays.copyOf(all, 50);
		Collections.reverse(Arrays.asList(shuffled));
		assertThat(slice(shuffled, 7, 1)).isEqualTo(slice(all, 7, 1)).isNotEqualTo(slice(all, 7, 2));
	}

	@Test
	void aSmallServiceIsUsedAsAWhole() {
		Candidate[] all = this.fixture.candidates(30);
		assertThat(slice(all, 30, 1)).hasSize(30);
		assertThat(slice(all, 0, 1)).hasSize(30);
		assertThat(slice(new Candidate[0], 30, 1)).isEmpty();
	}

	private static Set<Candidate> slice(Candidate[] all, int size, int client) {
		Predicate<Candidate> mine = Subsetting.of(all, size, "web-10.1.0." + client + "-8080");
		return Arrays.stream(all).filter(mine).collect(Collectors.toSet());
	}

}
