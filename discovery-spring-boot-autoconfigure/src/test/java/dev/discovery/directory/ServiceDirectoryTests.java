package dev.discovery.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.model.InvalidInstanceException;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServiceDirectoryTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final RecordingObserver observer = new RecordingObserver();

	private final ServiceDirectory directory = directory(
			new DirectorySettings(Duration.ofMillis(20), Duration.ofMinutes(10), 1_000, Duration.ofSeconds(30)));

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nb", "a\0", "a\u2028b" })
	void asksForNoServiceWhoseNameWouldBreakALine(String name) {
		assertThatExceptionOfType(InvalidInstanceException.class).isThrownBy(() -> this.directory.lookup(name))
			.withMessageNotContaining(name);
		assertThatExceptionOfType(InvalidInstanceException.class).isThrownBy(() -> this.directory.lookupAsync(name));
		assertThat(this.directory.entries()).isEmpty();
	}

	@Test
	void answersFromMemoryOnceTheRegistryHasAnswered() {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		ServiceSnapshot first = this.directory.lookup("orders");
		assertThat(first.up()).hasSize(1);
		assertThat(this.directory.lookup("orders")).isSameAs(first);
		assertThat(this.backend.opens()).isEqualTo(1);
	}

	@Test
	void waitsForTheFirstAnswerNoLongerThanTheTimeoutAndNamesTheProperty() {
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.directory.lookup("orders"))
			.withMessage("Nothing is known yet about service 'orders', the registry has not answered within 20 ms "
					+ "(discovery.cache.first-read-timeout)");
	}

	@Test
	void waitsForAnAnswerThatIsOnItsWay() throws Exception {
		ServiceDirectory patient = directory(
				new DirectorySettings(Duration.ofSeconds(30), Duration.ofMinutes(10), 10, Duration.ofSeconds(30)));
		patient.entry("orders");
		CompletableFuture<ServiceSnapshot> lookup = CompletableFuture.supplyAsync(() -> patient.lookup("orders"));
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		assertThat(lookup.get().up()).hasSize(1);
	}

	@Test
	void failsAtOnceOnceItIsKnownThatTheRegistryCannotBeAsked() {
		ServiceDirectory patient = directory(
				new DirectorySettings(Duration.ofHours(1), Duration.ofMinutes(10), 10, Duration.ofSeconds(30)));
		patient.entry("orders");
		this.backend.fail("orders");
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> patient.lookup("orders"))
			.withMessageContaining("connection refused");
	}

	@Test
	void answersAsynchronouslyWithoutWaiting() {
		CompletableFuture<ServiceSnapshot> lookup = this.directory.lookupAsync("orders").toCompletableFuture();
		assertThat(lookup).isNotDone();
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		assertThat(lookup).isCompletedWithValueMatching((snapshot) -> snapshot.up().size() == 1);
		assertThat(this.directory.lookupAsync("orders").toCompletableFuture()).isCompleted();
	}

	@Test
	void failsAsynchronouslyAfterTheTimeout() {
		CompletableFuture<ServiceSnapshot> lookup = this.directory.lookupAsync("orders").toCompletableFuture();
		this.time.advance(Duration.ofMillis(20));
		assertThat(lookup).isCompletedExceptionally();
		assertThat(this.observer.waits).containsExactly("error");
	}

	@Test
	void neverWaitsOnAThreadThatMustNot() {
		ServiceDirectory patient = directory(
				new DirectorySettings(Duration.ofHours(1), Duration.ofMinutes(10), 10, Duration.ofSeconds(30)));
		patient.waitOnlyIf(() -> false);
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> patient.lookup("orders"))
			.withMessageContaining("discovery.cache.prewarm");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		assertThat(patient.lookup("orders").up()).hasSize(1);
	}

	@Test
	void keepsTheLastSnapshotWhenTheRegistryFailsAndMarksItStale() {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.backend.fail("orders");
		this.time.advance(Duration.ofHours(5));
		ServiceSnapshot stale = this.directory.lookup("orders");
		assertThat(stale.up()).hasSize(1);
		assertThat(stale.provenance()).isEqualTo(Provenance.STALE);
		assertThat(this.directory.entry("orders").age()).isEqualTo(Duration.ofHours(5));
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		assertThat(this.directory.lookup("orders").provenance()).isEqualTo(Provenance.LIVE);
		assertThat(this.directory.entry("orders").age()).isZero();
	}

	@Test
	void tellsListenersOfChangesOfContentAndOnlyOfThose() {
		List<String> heard = new ArrayList<>();
		Subscription subscription = this.directory.listen("orders", heardIn(heard));
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.backend.fail("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1), ScriptedBackend.instance("orders", 2));
		subscription.close();
		this.backend.answer("orders");
		assertThat(heard).containsExactly("none -> 1", "1 -> 2");
	}

	@Test
	void tellsALateListenerWhatIsKnown() {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		List<String> heard = new ArrayList<>();
		this.directory.listen("orders", heardIn(heard));
		assertThat(heard).containsExactly("none -> 1");
	}

	@Test
	void announcesNoFirstAnswerUnlessSomebodyAskedInVain() {
		List<String> heard = new ArrayList<>();
		this.directory.listen(new RecordingDirectoryListener(heard));
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		assertThat(heard).isEmpty();
		this.backend.answer("orders");
		assertThat(heard).containsExactly("orders");
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.directory.lookup("billing"));
		this.backend.answer("billing", ScriptedBackend.instance("billing", 1));
		assertThat(heard).containsExactly("orders", "billing");
	}

	@Test
	void closesTheWatchOfAServiceThatNobodyUses() {
		this.directory.entry("orders");
		this.directory.entry("billing");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.backend.answer("billing", ScriptedBackend.instance("billing", 1));
		for (int minute = 0; minute < 12; minute++) {
			this.directory.lookup("orders");
			this.time.advance(Duration.ofMinutes(1));
		}
		assertThat(this.backend.watched()).containsExactly("orders");
		assertThat(this.observer.closed).containsExactly("billing");
		this.directory.entry("billing");
		assertThat(this.backend.watched()).containsExactlyInAnyOrder("orders", "billing");
	}

	@Test
	void keepsTheWatchesOfListenersPrewarmedServicesAndThoseReadOnAChange() {
		this.directory.prewarm(Set.of("warm"));
		Subscription subscription = this.directory.listen("listened", (previous, current) -> {
		});
		this.directory.keepWhatIsReadBy(Thread.currentThread());
		this.directory.entry("reread");
		this.directory.keepWhatIsReadBy(null);
		this.directory.entry("other");
		this.time.advance(Duration.ofHours(1));
		assertThat(this.backend.watched()).containsExactlyInAnyOrder("warm", "listened", "reread");
		subscription.close();
		this.time.advance(Duration.ofHours(1));
		assertThat(this.backend.watched()).containsExactlyInAnyOrder("warm", "reread");
	}

	@Test
	void remembersNoMoreUnknownNamesThanItMay() {
		this.backend.answeringEmpty();
		this.directory.lookup("known");
		this.backend.answer("known", ScriptedBackend.instance("known", 1));
		for (int i = 0; i < 100_000; i++) {
			assertThat(this.directory.lookup("unknown-" + i % 5_000).up()).isEmpty();
		}
		assertThat(this.backend.watched()).hasSizeLessThanOrEqualTo(1_000 + 1).contains("known");
	}

	@Test
	void cachesThatANameIsUnknown() {
		this.backend.answeringEmpty();
		for (int i = 0; i < 100; i++) {
			this.directory.lookup("unknown");
		}
		assertThat(this.backend.opens()).isEqualTo(1);
	}

	@Test
	void watchesTheNamesFromTheFirstTimeThatTheyAreAskedFor() {
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(this.directory::names)
			.withMessageContaining("the names of the services");
		this.backend.answerNames("orders", "billing", "a\r\nb");
		assertThat(this.directory.names()).containsExactly("billing", "orders");
		this.backend.failNames();
		assertThat(this.directory.names()).containsExactly("billing", "orders");
		assertThat(this.directory.namesAsync().toCompletableFuture()).isCompletedWithValue(Set.of("billing", "orders"));
	}

	@Test
	void canBeReadAfterItWasClosed() {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.directory.close();
		assertThat(this.backend.watched()).isEmpty();
		assertThat(this.directory.lookup("orders").up()).hasSize(1);
	}

	@Test
	void recordsHitsStaleHitsAndWaits() {
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.directory.lookup("orders"));
		this.backend.answer("orders");
		this.directory.lookup("orders");
		this.backend.fail("orders");
		this.directory.lookup("orders");
		assertThat(this.observer.waits).containsExactly("error");
		assertThat(this.observer.hits).containsExactly("hit", "stale");
		assertThat(this.observer.timed).isEqualTo(2);
	}

	@Test
	void endsTheWaitForAnAnswerWhenItIsClosed() {
		CompletableFuture<ServiceSnapshot> lookup = this.directory.lookupAsync("orders").toCompletableFuture();
		this.directory.close();
		assertThat(lookup).isCompletedExceptionally();
	}

	@Test
	void dropsWhatNobodyWaitsForFirst() {
		ServiceDirectory small = directory(
				new DirectorySettings(Duration.ofMillis(20), Duration.ofMinutes(10), 10, Duration.ofSeconds(30)));
		CompletableFuture<ServiceSnapshot> lookup = small.lookupAsync("orders").toCompletableFuture();
		for (int i = 0; i < 50; i++) {
			small.entry("unknown-" + i);
			this.backend.answer("unknown-" + i);
		}
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		assertThat(lookup).isCompletedWithValueMatching((snapshot) -> snapshot.up().size() == 1);
	}

	@Test
	void tellsTheOthersWhereOneListenerFails() {
		List<Integer> heard = new ArrayList<>();
		this.directory.listen("orders", (previous, current) -> {
			throw new IllegalStateException("scripted");
		});
		this.directory.listen("orders", (previous, current) -> heard.add(current.up().size()));
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.backend.answer("orders");
		assertThat(heard).containsExactly(1, 0);
	}

	private ServiceDirectory directory(DirectorySettings settings) {
		return new ServiceDirectory(this.backend, settings, this.time, this.time, this.observer);
	}

	private static SnapshotListener heardIn(List<String> heard) {
		return (previous, current) -> heard
			.add(((previous != null) ? previous.up().size() : "none") + " -> " + current.up().size());
	}

	private record RecordingDirectoryListener(List<String> heard) implements DirectoryListener {

		@Override
		public void onChange(@Nullable ServiceSnapshot previous, ServiceSnapshot current) {
			this.heard.add(current.serviceId());
		}

		@Override
		public void onNamesChange() {
			this.heard.add("names");
		}

	}

	private static final class RecordingObserver implements DirectoryObserver, LookupRecorder {

		private final List<String> hits = new ArrayList<>();

		private final List<String> waits = new ArrayList<>();

		private final List<String> closed = new ArrayList<>();

		private int timed;

		@Override
		public LookupRecorder opened(ServiceEntry entry) {
			return this;
		}

		@Override
		public void closed(ServiceEntry entry) {
			this.closed.add(entry.serviceId());
		}

		@Override
		public boolean hit(boolean stale) {
			this.hits.add(stale ? "stale" : "hit");
			return true;
		}

		@Override
		public void hitTook(long nanos) {
			this.timed++;
		}

		@Override
		public void waited(boolean answered, long nanos) {
			this.waits.add(answered ? "miss" : "error");
		}

	}

}
