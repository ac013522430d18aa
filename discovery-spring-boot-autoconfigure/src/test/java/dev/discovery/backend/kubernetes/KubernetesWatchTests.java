package dev.discovery.backend.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.Recorder;
import dev.discovery.backend.Watch;
import dev.discovery.backend.kubernetes.KubernetesSettings.Extras;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listing and watching, by client-go's rules.
 */
class KubernetesWatchTests extends StubKubernetes {

	private static final String LIST = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?limit=500";

	private KubernetesBackend backend = new KubernetesBackend(this.api, TestSettings.of("shop").build());

	private final Recorder recorder = new Recorder();

	@AfterEach
	void close() {
		this.backend.close();
	}

	@Test
	void listsAndThenWatchesFromThere() {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		Channel watch = nextWatch();
		awaitIds("a.u");
		watch.send(event("ADDED", slice("s2", "8", "b")));
		awaitIds("a.u", "b.u");
		watch.send(event("MODIFIED", slice("s1", "9", "a", "c")));
		awaitIds("a.u", "b.u", "c.u");
		watch.send(event("DELETED", slice("s1", "10", "a", "c")));
		awaitIds("b.u");
		watch.send(event("DELETED", slice("s2", "11")));
		awaitIds();
		assertThat(listRequests()).containsExactly(LIST);
		assertThat(watchRequests()).singleElement()
			.asString()
			.matches("/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices\\?watch=true&allowWatchBookmarks=true"
					+ "&resourceVersion=7&timeoutSeconds=(3|4|5)\\d\\d");
		assertThat(this.recorder.errors()).isEmpty();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void saysOnceThatAServiceCannotBeUnderstoodAndOnceThatItCanAgain(CapturedOutput output) {
		String twoPorts = "{\"name\":\"one\",\"port\":1},{\"name\":\"two\",\"port\":2}";
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		Channel watch = nextWatch();
		awaitIds("a.u");
		for (String version : List.of("8", "9")) {
			watch.send(event("MODIFIED",
					slice("s1", version, "a").replace("{\"name\":\"http\",\"port\":8080}", twoPorts)));
		}
		Patience.await().until(() -> !this.recorder.errors().isEmpty());
		watch.send(event("MODIFIED", slice("s1", "10", "a", "b")));
		awaitIds("a.u", "b.u");
		assertThat(output.toString().split("has several ports", -1)).hasSize(2);
		assertThat(output.toString().split("the service orders can be understood again", -1)).hasSize(2);
	}

	@Test
	void resumesAWatchWhereItEnded() {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		Channel watch = nextWatch();
		watch.send(event("MODIFIED", slice("s1", "8", "a", "b")), bookmark("20"));
		awaitIds("a.u", "b.u");
		watch.end();
		Channel next = nextWatch();
		assertThat(watchRequests()).last().asString().contains("&resourceVersion=20&");
		next.send(event("MODIFIED", slice("s1", "21", "b")));
		awaitIds("b.u");
		assertThat(listRequests()).hasSize(1);
		assertThat(this.recorder.errors()).isEmpty();
	}

	@Test
	void keepsEverythingWhileAWatchIsBrokenAndDropsHalfALine() {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		nextWatch().cut(event("MODIFIED", slice("s1", "8")).substring(0, 60));
		Channel next = nextWatch();
		assertThat(watchRequests()).last().asString().contains("&resourceVersion=7&");
		next.send(event("MODIFIED", slice("s1", "8", "a", "b")));
		awaitIds("a.u", "b.u");
		assertThat(this.recorder.snapshots()).allMatch((snapshot) -> !snapshot.up().isEmpty());
		assertThat(listRequests()).hasSize(1);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void resumesAWatchThatIsCutEachMinuteAndSaysSoOnce(CapturedOutput output) {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		for (int i = 0; i < 6; i++) {
			Channel watch = nextWatch();
			awaitIds("a.u");
			awaitSilenceWatched();
			warp(Duration.ofSeconds(60));
			watch.hangUp();
		}
		nextWatch().send(event("MODIFIED", slice("s1", "8", "b")));
		awaitIds("b.u");
		assertThat(this.recorder.errors()).isEmpty();
		assertThat(listRequests()).hasSize(1);
		assertThat(output.toString().split("the watch of endpoint slices was cut after 6\\d s", -1)).hasSize(2);
		assertThat(output).doesNotContain("can't answer");
	}

	@Test
	void failsWhereTheServerHasGoneAsSoonAsTheWatchCanNotBeResumed() {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		Channel watch = nextWatch();
		awaitIds("a.u");
		awaitSilenceWatched();
		warp(Duration.ofSeconds(60));
		refuseWatch(503, status(503, "ServiceUnavailable"));
		watch.hangUp();
		await(() -> !this.recorder.errors().isEmpty());
		assertThat(this.recorder.errors().get(0)).hasMessageContaining("503");
		assertThat(watchRequests()).hasSize(2);
	}

	@Test
	void restsWhereAWatchIsCutAtOnce() {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		Channel watch = nextWatch();
		awaitIds("a.u");
		watch.hangUp();
		await(() -> !this.recorder.errors().isEmpty());
		assertThat(this.recorder.errors().get(0)).hasMessageEndingWith("the connection broke");
		warp(Duration.ofSeconds(2));
		nextWatch();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void listsOnceAgainWhereTheVersionIsGone(boolean byEvent) {
		list("7", null, slice("s1", "5", "a"));
		list("30", null, slice("s1", "25", "b"));
		this.backend.watch("orders", this.recorder);
		Channel watch = nextWatch();
		awaitIds("a.u");
		if (byEvent) {
			watch.send(bookmark("8"), event("ERROR", status(410, "Expired")));
		}
		else {
			refuseWatch(410, status(410, "Expired"));
			watch.end();
		}
		nextWatch();
		awaitIds("b.u");
		assertThat(listRequests()).containsExactly(LIST, LIST);
		assertThat(watchRequests()).last().asString().contains("&resourceVersion=30&");
		assertThat(this.recorder.events()).hasSize(2);
	}

	@Test
	void listsAgainWhereTheServersDataWasSetBack() {
		list("7000", null, slice("s1", "5", "a"));
		list("30", null, slice("s1", "25", "b"));
		this.backend.watch("orders", this.recorder);
		Channel watch = nextWatch();
		awaitIds("a.u");
		refuseWatch(504, "{\"message\":\"Too large resource version: 7000, current: 30\",\"code\":504}");
		watch.end();
		nextWatch();
		awaitIds("b.u");
		assertThat(listRequests()).hasSize(2);
	}

	@Test
	void restsWhereEvenANewListIsGone() {
		list("7", null, slice("s1", "5", "a"));
		refuseWatch(410, status(410, "Expired"));
		this.backend.watch("orders", this.recorder);
		await(() -> !this.recorder.errors().isEmpty());
		assertThat(listRequests()).hasSize(1);
		warp(Duration.ofSeconds(2));
		nextWatch();
		await(() -> this.recorder.snapshots().size() == 2);
		assertThat(listRequests()).hasSize(2);
	}

	@Test
	void honoursRetryAfterWithoutAList() {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		Channel watch = nextWatch();
		awaitIds("a.u");
		refuseWatch(429, status(429, "TooManyRequests"));
		watch.end();
		await(() -> !this.recorder.errors().isEmpty());
		assertThat(this.recorder.errors().get(0).kind()).isEqualTo(Kind.BUSY);
		warp(Duration.ofSeconds(5));
		nextWatch();
		await(() -> this.recorder.snapshots().size() == 2);
		assertThat(listRequests()).hasSize(1);
	}

	@Test
	void readsAListInPages() {
		list("7", "token 1", slice("s1", "5", "a"));
		list("7", "token/2", slice("s2", "5", "b"));
		list("7", null, slice("s3", "5", "c"));
		this.backend.watch("orders", this.recorder);
		nextWatch();
		awaitIds("a.u", "b.u", "c.u");
		assertThat(listRequests()).containsExactly(LIST, LIST + "&continue=token+1", LIST + "&continue=token%2F2");
		assertThat(this.recorder.events()).hasSize(1);
	}

	@Test
	void readsAListInOnePieceWhereItsPagesGetTooOld() {
		list("7", "token", slice("s1", "5", "a"));
		list(410, status(410, "Expired"));
		list("9", null, slice("s1", "5", "a"), slice("s2", "5", "b"));
		this.backend.watch("orders", this.recorder);
		nextWatch();
		awaitIds("a.u", "b.u");
		assertThat(listRequests()).containsExactly(LIST, LIST + "&continue=token", LIST.replace("500", "0"));
	}

	@Test
	void asksOnceMoreAtOnceWhereTheTokenIsRefused() {
		list(401, "{}");
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		Channel watch = nextWatch();
		awaitIds("a.u");
		refuseWatch(401, "{}");
		watch.end();
		nextWatch();
		assertThat(this.recorder.errors()).isEmpty();
		assertThat(listRequests()).hasSize(2);
		assertThat(watchRequests()).hasSize(3);
	}

	@Test
	void printsTheRoleThatIsMissing() {
		list(403, "{\"message\":\"endpointslices.discovery.k8s.io is forbidden: User "
				+ "\\\"system:serviceaccount:apps:caller\\\" cannot list resource\"}");
		this.backend.watch("orders", this.recorder);
		await(() -> !this.recorder.errors().isEmpty());
		BackendException error = this.recorder.errors().get(0);
		assertThat(error.kind()).isEqualTo(Kind.DENIED);
		assertThat(error)
			.hasMessageContaining("the application may not list endpoint slices in the namespace shop."
					+ " Apply:\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n")
			.hasMessageContaining("  name: caller\n  namespace: apps\n");
	}

	@Test
	void doesNotBelieveARefusalOfAServerThatIsNotReady() {
		this.ready = false;
		list(403, "{}");
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		await(() -> !this.recorder.errors().isEmpty());
		assertThat(this.recorder.errors().get(0).kind()).isEqualTo(Kind.UNAVAILABLE);
		this.ready = true;
		warp(Duration.ofSeconds(2));
		nextWatch();
		awaitIds("a.u");
	}

	@Test
	void noticesAWatchThatHasFallenSilent() {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		Channel silent = nextWatch();
		awaitIds("a.u");
		awaitSilenceWatched();
		warp(Duration.ofSeconds(89));
		silent.send(bookmark("8"));
		forgetLists();
		list("8", null, slice("s1", "5", "a"));
		// nothing shows that it has arrived
		Patience.settle();
		warp(Duration.ofSeconds(2));
		assertThat(this.watches).isEmpty();
		warp(Duration.ofSeconds(90));
		nextWatch();
		assertThat(watchRequests()).last().asString().contains("&resourceVersion=8&");
		assertThat(listRequests()).containsExactly(LIST, LIST.replace("500", "1"));
		assertThat(this.recorder.events()).hasSize(1);
	}

	@Test
	void listsAgainWhereTheServerIsSilentBecauseItsDataWasSetBack() {
		list("7000", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		nextWatch();
		awaitIds("a.u");
		awaitSilenceWatched();
		forgetLists();
		list("30", null, slice("s1", "25", "b"));
		warp(Duration.ofSeconds(91));
		nextWatch();
		awaitIds("b.u");
		assertThat(listRequests()).containsExactly(LIST, LIST.replace("500", "1"), LIST);
		assertThat(this.recorder.errors()).isEmpty();
	}

	@Test
	void noticesAServerThatIsSilentBecauseItHangs() {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		nextWatch();
		awaitIds("a.u");
		awaitSilenceWatched();
		forgetLists();
		list(500, "{}");
		warp(Duration.ofSeconds(91));
		await(() -> !this.recorder.errors().isEmpty());
		assertThat(this.recorder.snapshots()).hasSize(1);
	}

	@Test
	void skipsAnObjectThatItCanNotRead() {
		list("7", null, "{\"metadata\":{\"name\":[]}}", "{}", slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		Channel watch = nextWatch();
		awaitIds("a.u");
		watch.send(event("ADDED", "{\"metadata\":{\"name\":[],\"resourceVersion\":\"8\"}}"),
				event("ADDED", slice("s2", "9", "b")));
		awaitIds("a.u", "b.u");
		assertThat(this.exchanges.dropped()).containsExactly("malformed", "malformed", "malformed");
	}

	@Test
	void dropsWhatIsDeletedThoughTheRestOfItCanNotBeRead() {
		list("7", null, slice("s1", "5", "a"), slice("s2", "6", "b"));
		this.backend.watch("orders", this.recorder);
		Channel watch = nextWatch();
		awaitIds("a.u", "b.u");
		watch.send(event("DELETED", "{\"metadata\":{\"name\":\"s1\",\"namespace\":\"shop\","
				+ "\"resourceVersion\":\"8\",\"labels\":[]},\"endpoints\":7}"));
		awaitIds("b.u");
		assertThat(this.recorder.errors()).isEmpty();
		assertThat(listRequests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"metadata\":{\"name\":[],\"namespace\":\"shop\",\"resourceVersion\":\"8\"}}",
			"{\"metadata\":{\"name\":\"s1\",\"resourceVersion\":\"8\"}}", "{\"metadata\":7}", "{}", "[]", "null" })
	void listsAnewWhereItIsNotSaidWhatIsDeleted(String object) {
		list("7", null, slice("s1", "5", "a"), slice("s2", "6", "b"));
		list("8", null, slice("s2", "6", "b"));
		this.backend.watch("orders", this.recorder);
		Channel watch = nextWatch();
		awaitIds("a.u", "b.u");
		watch.send(event("DELETED", object));
		await(() -> !this.recorder.errors().isEmpty());
		assertThat(this.recorder.errors().get(0)).hasMessage("a deletion doesn't say of what");
		warp(Duration.ofSeconds(2));
		nextWatch();
		awaitIds("b.u");
		assertThat(listRequests()).containsExactly(LIST, LIST);
	}

	@Test
	void watchesServicesTooWhereTheyAreWanted() {
		this.backend = new KubernetesBackend(this.api,
				TestSettings.of("shop").extras(new Extras(true, false, false)).build());
		list("7", null);
		this.backend.watch("orders", this.recorder);
		Channel one = nextWatch();
		Channel other = nextWatch();
		await(() -> this.recorder.snapshots().size() == 1);
		Channel slices = one.isFor("endpointslices") ? one : other;
		Channel services = one.isFor("services") ? one : other;
		slices.send(event("ADDED", slice("s1", "8", "a")));
		awaitIds("a.u");
		services.send(event("ADDED",
				"{\"metadata\":{\"name\":\"orders\",\"namespace\":\"shop\",\"resourceVersion\":\"9\",\"labels\":{\"tier\":\"x\"}}}"));
		await(() -> "x".equals(Objects.requireNonNull(last().find("a.u")).getMetadata().get("tier")));
		slices.end();
		assertThat(List.of(nextWatch(), nextWatch())).hasSize(2);
		assertThat(watchRequests().subList(2, 4)).anyMatch((uri) -> uri.contains("services?") && uri.contains("=9&"))
			.anyMatch((uri) -> uri.contains("endpointslices?") && uri.contains("=8&"));
		assertThat(listRequests()).hasSize(2);
	}

	@Test
	void saysNothingBeforeAllIsListedThoughAWatchHasEnded() {
		this.backend = new KubernetesBackend(this.api,
				TestSettings.of("shop").extras(new Extras(true, false, false)).build());
		list("7", null, slice("s1", "5", "a"));
		Runnable release = hold("services");
		this.backend.watch("orders", this.recorder);
		nextWatch().end();
		Channel resumed = nextWatch();
		assertThat(this.recorder.events()).isEmpty();
		release.run();
		awaitIds("a.u");
		resumed.send(event("ADDED", slice("s2", "8", "b")));
		awaitIds("a.u", "b.u");
		assertThat(this.recorder.snapshots()).hasSize(2);
		assertThat(listRequests()).hasSize(2);
	}

	@Test
	void listsAnewForTheFirstWatchAfterTheLastWasClosed() {
		list("7", null, slice("s1", "5", "a"));
		Watch watch = this.backend.watch("orders", this.recorder);
		nextWatch();
		awaitIds("a.u");
		watch.close();
		forgetLists();
		list("9", null, slice("s1", "8", "b"));
		Recorder second = new Recorder();
		this.backend.watch("orders", second);
		await(() -> List.of("b.u").equals(second.ids()));
		assertThat(second.events()).hasSize(1);
		assertThat(listRequests()).hasSize(2);
	}

	@Test
	void answersForEveryFormOfANameAndRefusesOtherNamespaces() {
		list("7", null, slice("s1", "5", "a"));
		this.backend.watch("orders", this.recorder);
		nextWatch();
		for (String name : List.of("orders.shop", "ORDERS.shop.svc", "orders.shop.svc.cluster.local")) {
			Recorder other = new Recorder();
			this.backend.watch(name, other);
			await(() -> List.of("a.u").equals(other.ids()));
			assertThat(other.snapshots().get(0).serviceId()).isEqualTo(name);
		}
		Recorder outside = new Recorder();
		this.backend.watch("orders.kube-system", outside).close();
		assertThat(outside.errors()).singleElement()
			.satisfies((error) -> assertThat(error.kind()).isEqualTo(Kind.DENIED))
			.asString()
			.contains("discovery.kubernetes.namespaces");
		Recorder nonsense = new Recorder();
		this.backend.watch("orders/../x", nonsense);
		assertThat(nonsense.errors()).singleElement().asString().contains("is no name of a service");
		assertThat(listRequests()).containsExactly(LIST);
	}

	private ServiceSnapshot last() {
		List<ServiceSnapshot> all = this.recorder.snapshots();
		return all.get(all.size() - 1);
	}

	private void awaitIds(String... ids) {
		await(() -> List.of(ids).equals(this.recorder.ids()));
	}

	/** The client has the head of the answer, which the server doesn't see. */
	private void awaitSilenceWatched() {
		await(() -> this.time.isPlanned(Duration.ofSeconds(90)));
	}

	private void await(BooleanSupplier condition) {
		Patience.await().until(condition::getAsBoolean);
	}

}
