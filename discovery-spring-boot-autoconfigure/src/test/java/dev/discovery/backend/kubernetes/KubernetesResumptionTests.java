package dev.discovery.backend.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.discovery.backend.Recorder;
import dev.discovery.backend.Watch;
import dev.discovery.backend.kubernetes.KubernetesSettings.Extras;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens between a watch that was cut and the next one, and where there are two.
 */
class KubernetesResumptionTests extends StubKubernetes {

	private final KubernetesBackend backend = new KubernetesBackend(this.api,
			TestSettings.of("shop").extras(new Extras(true, false, false)).build());

	private final Recorder recorder = new Recorder();

	@AfterEach
	void close() {
		this.backend.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void opensNothingWhereItIsClosedDuringThePause(boolean wholly) {
		list("7", null, slice("s1", "5", "a"));
		Watch watch = this.backend.watch("orders", this.recorder);
		List<Channel> watches = bothWatched();
		warp(Duration.ofSeconds(60));
		watches.get(0).hangUp();
		awaitPauses(1);
		if (wholly) {
			this.backend.close();
		}
		else {
			watch.close();
		}
		int asked = this.requests.size();
		warp(Duration.ofSeconds(3));
		// nothing shows that nothing comes
		Patience.settle();
		warp(Duration.ofSeconds(3));
		Patience.settle();
		assertThat(this.requests).hasSize(asked);
		assertThat(this.recorder.errors()).isEmpty();
	}

	@Test
	void listensToTheOtherWatchDuringThePauseAndThenResumesBoth() {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		List<Channel> watches = bothWatched();
		warp(Duration.ofSeconds(60));
		watches.get(1).hangUp();
		awaitPauses(1);
		watches.get(0).send(event("MODIFIED", slice("s1", "8", "a", "b")));
		awaitIds("a.u", "b.u");
		warp(Duration.ofSeconds(2));
		Channel slices = bothWatched().get(0);
		slices.send(event("MODIFIED", slice("s1", "9", "b")));
		awaitIds("b.u");
		assertThat(watchRequests().subList(2, 4)).anyMatch((uri) -> uri.contains("services?") && uri.contains("=7&"))
			.anyMatch((uri) -> uri.contains("endpointslices?") && uri.contains("=8&"));
		assertThat(this.recorder.errors()).isEmpty();
		assertThat(listRequests()).hasSize(2);
	}

	@Test
	void resumesBothOnceWhereBothAreCutAtOnce() {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		List<Channel> watches = bothWatched();
		warp(Duration.ofSeconds(60));
		watches.forEach(Channel::hangUp);
		awaitPauses(2);
		warp(Duration.ofSeconds(2));
		bothWatched();
		warp(Duration.ofSeconds(3));
		// nothing shows that nothing comes
		Patience.settle();
		assertThat(watchRequests()).hasSize(4);
		assertThat(this.recorder.errors()).isEmpty();
	}

	@Test
	void staysInDoubtWhileOnlyOneOfTwoWatchesIsResumedHoweverOften() {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		List<Channel> watches = bothWatched();
		holdWatches("services");
		watches.get(0).hangUp();
		Patience.await().until(() -> this.recorder.errors().size() == 1);
		warp(Duration.ofSeconds(2));
		assertThat(nextWatch().isFor("endpointslices")).isTrue();
		awaitHeads(1);
		warp(Duration.ofSeconds(91));
		Patience.await().until(() -> this.recorder.errors().size() == 2);
		assertThat(this.recorder.snapshots()).hasSize(1);
		assertThat(this.recorder.errors().get(1)).hasMessageContaining("no complete answer within 5000 ms");
	}

	/**
	 * Slices first: two that begin at once may be answered in another order.
	 */
	private List<Channel> bothWatched() {
		List<Channel> both = new ArrayList<>(List.of(nextWatch(), nextWatch()));
		both.sort(Comparator.comparing((Channel channel) -> !channel.isFor("endpointslices")));
		assertThat(both.get(1).isFor("services")).isTrue();
		awaitHeads(2);
		return both;
	}

	/** The client has the heads of the answers, which the server doesn't see. */
	private void awaitHeads(int count) {
		await(Duration.ofSeconds(90), Duration.ofSeconds(90), count);
	}

	private void awaitPauses(int count) {
		await(Duration.ofMillis(800), Duration.ofMillis(1600), count);
	}

	private void await(Duration least, Duration most, int count) {
		Patience.await().until(() -> this.time.planned(least, most) == count);
	}

	private void awaitIds(String... ids) {
		Patience.await().until(() -> List.of(ids).equals(this.recorder.ids()));
	}

}
