package dev.discovery.backend.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.discovery.backend.BackendException;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for nameservers that don't know of EDNS.
 */
class DnsWithoutExtensionsTests {

	private final Zone zone = new Zone();

	private final List<String> asked = new ArrayList<>();

	private int refusal = Rcode.FORMERR;

	private final Nameservers servers = new Nameservers(List.of(InetSocketAddress.createUnresolved("127.0.0.1", 53)),
			false, Duration.ofSeconds(1), new Wire() {

				@Override
				public CompletableFuture<byte[]> exchange(Packet packet, Duration limit) {
					return CompletableFuture.completedFuture(answer(packet).toWire());
				}

				@Override
				public void close() {
				}

			});

	private Message answer(Wire.Packet packet) {
		try {
			Message query = new Message(packet.message());
			boolean extended = query.getOPT() != null;
			this.asked.add((packet.tcp() ? "tcp" : "udp") + (extended ? " EDNS" : ""));
			Message answer = this.zone.answer(query);
			if (extended) {
				answer.removeAllRecords(Section.ANSWER);
				answer.removeAllRecords(Section.ADDITIONAL);
				answer.getHeader().setRcode(this.refusal);
			}
			return answer;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { Rcode.FORMERR, Rcode.NOTIMP })
	void areAskedAgainWithout(int refusal) throws ExecutionException {
		this.refusal = refusal;
		this.zone.address("orders", "10.0.0.1");
		assertThat(Patience.get(this.servers.ask(Zone.name("orders"), Type.A)).records()).hasSize(1);
		assertThat(this.asked).containsExactly("udp EDNS", "udp");
	}

	@Test
	void fitLessIntoAPacket() throws ExecutionException {
		for (int i = 1; i <= 20; i++) {
			this.zone.address("orders", "10.0.0." + i);
		}
		assertThat(Patience.get(this.servers.ask(Zone.name("orders"), Type.A)).records()).hasSize(20);
		assertThat(this.asked).containsExactly("udp EDNS", "udp", "tcp");
	}

	@Test
	void aRefusalForAnotherReasonIsAnErrorAtOnce() {
		this.refusal = Rcode.SERVFAIL;
		this.zone.address("orders", "10.0.0.1");
		assertThatThrownBy(() -> Patience.get(this.servers.ask(Zone.name("orders"), Type.A)))
			.hasCauseInstanceOf(BackendException.class)
			.hasMessageContaining("SERVFAIL");
		assertThat(this.asked).containsExactly("udp EDNS");
	}

}
