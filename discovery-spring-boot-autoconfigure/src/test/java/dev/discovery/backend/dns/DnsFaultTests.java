package dev.discovery.backend.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.testkit.NewThreads;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.Stopwatch;
import dev.discovery.time.ThreadScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a nameserver, or somebody in its place, may send, over real sockets.
 */
class DnsFaultTests {

	private static final Duration SOON = Duration.ofMillis(300);

	private final NewThreads threads = NewThreads.fromNow();

	private final ThreadScheduler scheduler = new ThreadScheduler("dns-faults");

	private final ScriptedDns dns = new ScriptedDns();

	private final SocketWire wire = new SocketWire(this.scheduler);

	@BeforeEach
	void fill() {
		this.dns.zone.address("orders", "10.0.0.1").address("orders", "10.0.0.2");
	}

	@AfterEach
	void close() {
		this.wire.close();
		this.dns.close();
		this.scheduler.close();
		this.threads.awaitNone("discovery-dns");
	}

	@Test
	void aCutAnswerIsAskedForAgainByTcp() throws ExecutionException {
		this.dns.udp = ScriptedDns::truncated;
		assertThat(ask().records()).hasSize(2);
		assertThat(this.dns.streams).hasValue(1);
	}

	@Test
	void anAnswerThatMayBeAPartIsAskedForAgainByTcp() throws ExecutionException {
		for (int i = 1; i <= 60; i++) {
			this.dns.zone.address("orders", "10.1.0." + i);
		}
		this.dns.udp = (reply) -> {
			Message shorter = reply.clone();
			reply.getSection(Section.ANSWER)
				.subList(45, 62)
				.forEach((record) -> shorter.removeRecord(record, Section.ANSWER));
			return List.of(shorter.toWire());
		};
		assertThat(ask().records()).hasSize(62);
		assertThat(this.dns.streams).hasValue(1);
	}

	@Test
	void manyRecordsArriveWholeByTcp() throws ExecutionException {
		for (int i = 0; i < 1000; i++) {
			this.dns.zone.address("orders", "10.1." + i / 250 + "." + (i % 250 + 1));
		}
		this.dns.udp = ScriptedDns::truncated;
		assertThat(ask().records()).hasSize(1002);
	}

	@Test
	void tcpAloneIsUsedWhereThatIsWanted() throws ExecutionException {
		assertThat(
				Patience.get(servers(true, Duration.ofSeconds(5), this.dns).ask(Zone.name("orders"), Type.A)).records())
			.hasSize(2);
		assertThat(this.dns.datagrams).hasValue(0);
	}

	@Test
	void aStreamThatIsCutOffIsAnError() {
		this.dns.udp = ScriptedDns::truncated;
		this.dns.tcp = (reply) -> List.of();
		assertFails(Kind.UNAVAILABLE, ask(Duration.ofSeconds(5)));
	}

	@Test
	void garbageIsAnError() {
		this.dns.udp = ScriptedDns::garbage;
		assertFails(Kind.INVALID, ask(Duration.ofSeconds(5)));
		this.dns.udp = ScriptedDns::truncated;
		this.dns.tcp = ScriptedDns::garbage;
		assertFails(Kind.INVALID, ask(Duration.ofSeconds(5)));
	}

	@Test
	void everyAnswerThatIsCutSomewhereIsAnErrorAndNeverAShorterList() throws ExecutionException {
		int whole = this.dns.zone.answer(Message.newQuery(Record.newRecord(Zone.name("orders"), Type.A, 1)))
			.toWire().length;
		for (int length = 12; length < whole; length += 3) {
			int cut = length;
			this.dns.udp = (reply) -> List.of(Arrays.copyOf(reply.toWire(), cut));
			assertFails(Kind.INVALID, ask(Duration.ofSeconds(5)));
		}
	}

	@Test
	void anAnswerWithAnotherNumberIsPassedOver() throws ExecutionException {
		this.dns.udp = (reply) -> List.of(ScriptedDns.stranger(reply), new byte[3], new byte[0], reply.toWire());
		assertThat(ask().records()).hasSize(2);
	}

	@Test
	void anAnswerWithAnotherNumberAloneIsSilence() {
		this.dns.udp = (reply) -> List.of(ScriptedDns.stranger(reply));
		assertFails(Kind.UNAVAILABLE, ask(SOON));
	}

	@Test
	void aPacketThatIsLostIsSentAgain() throws ExecutionException {
		AtomicInteger lost = new AtomicInteger();
		this.dns.udp = (reply) -> (lost.getAndIncrement() == 0) ? List.of() : List.of(reply.toWire());
		assertThat(Patience.get(ask(SOON)).records()).hasSize(2);
		assertThat(this.dns.datagrams).hasValue(2);
	}

	@Test
	void silenceIsAnErrorInTime() {
		this.dns.udp = (reply) -> List.of();
		Stopwatch watch = Stopwatch.start();
		assertFails(Kind.UNAVAILABLE, ask(SOON));
		watch.assertWithin(SOON.multipliedBy(2).plusSeconds(1));
	}

	@Test
	void nobodyThereIsNoticedAtOnce() {
		this.dns.down();
		Stopwatch watch = Stopwatch.start();
		assertFails(Kind.UNREACHABLE, ask(Duration.ofSeconds(30)));
		watch.assertWithin(Duration.ofSeconds(2));
	}

	@Test
	void theNextServerIsAskedWhereOneIsDownAndFirstFromThenOn() throws ExecutionException {
		try (ScriptedDns other = new ScriptedDns()) {
			other.zone.address("orders", "10.0.0.3");
			this.dns.down();
			Nameservers both = servers(false, Duration.ofSeconds(5), this.dns, other);
			for (int i = 0; i < 3; i++) {
				assertThat(Patience.get(both.ask(Zone.name("orders"), Type.A)).records()).hasSize(1);
			}
			this.dns.up();
			assertThat(Patience.get(both.ask(Zone.name("orders"), Type.A)).records()).hasSize(1);
			assertThat(this.dns.datagrams).hasValue(0);
		}
	}

	@Test
	void manyAtOnceAreAnsweredAndLeaveNoThread() throws ExecutionException {
		List<CompletableFuture<Answer>> all = new ArrayList<>();
		for (int round = 0; round < 20; round++) {
			all.clear();
			for (int i = 0; i < 50; i++) {
				all.add(ask(Duration.ofSeconds(20)));
			}
			for (CompletableFuture<Answer> each : all) {
				assertThat(Patience.get(each).records()).hasSize(2);
			}
		}
		this.threads.awaitNone("discovery-dns");
	}

	@Test
	void closingEndsWhatIsUnderWay() {
		this.dns.udp = (reply) -> List.of();
		CompletableFuture<Answer> answer = ask(Duration.ofMinutes(5));
		Patience.await().until(() -> this.dns.datagrams.get() == 1);
		this.wire.close();
		assertFails(Kind.UNAVAILABLE, answer);
		assertFails(Kind.UNAVAILABLE, ask(Duration.ofMinutes(5)));
		this.threads.awaitNone("discovery-dns");
	}

	private Answer ask() throws ExecutionException {
		return Patience.get(ask(Duration.ofSeconds(10)));
	}

	private CompletableFuture<Answer> ask(Duration timeout) {
		return servers(false, timeout, this.dns).ask(Zone.name("orders"), Type.A).toCompletableFuture();
	}

	private Nameservers servers(boolean tcp, Duration timeout, ScriptedDns... servers) {
		List<InetSocketAddress> addresses = List.of(servers).stream().map(ScriptedDns::address).toList();
		return new Nameservers(addresses, tcp, timeout, this.wire);
	}

	private static void assertFails(Kind kind, CompletableFuture<Answer> answer) {
		assertThatThrownBy(() -> Patience.get(answer)).cause()
			.isInstanceOfSatisfying(BackendException.class, (ex) -> assertThat(ex.kind()).isEqualTo(kind));
	}

}
