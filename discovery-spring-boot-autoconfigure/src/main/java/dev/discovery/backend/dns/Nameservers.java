package dev.discovery.backend.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.RefusedQuestionException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Those who are asked. A question goes to the one that answered last, then to the next;
 * where one is silent each is asked a second time, since packets get lost. An answer that
 * was cut, or may have been, is asked for again by TCP. Nothing is kept: the directory
 * does that.
 * <p>
 * Safe for use by several threads.
 */
final class Nameservers {

	/** What fits into a packet everywhere, as DNS Flag Day 2020 recommends. */
	private static final int PAYLOAD = 1232;

	/** What fits where nothing else was agreed upon. */
	private static final int PLAIN_PAYLOAD = 512;

	private final List<InetSocketAddress> servers;

	private final boolean tcp;

	private final Duration timeout;

	private final Wire wire;

	private volatile int preferred;

	Nameservers(List<InetSocketAddress> servers, boolean tcp, Duration timeout, Wire wire) {
		this.servers = servers;
		this.tcp = tcp;
		this.timeout = timeout;
		this.wire = wire;
	}

	/**
	 * How long a question may take at most, cut answers apart.
	 */
	Duration patience() {
		return this.timeout.multipliedBy(2L * this.servers.size());
	}

	/**
	 * Asks.
	 * @param name an absolute name
	 * @param type the type of the records
	 * @return what was said; fails with a {@link BackendException}
	 */
	CompletionStage<Answer> ask(Name name, int type) {
		return attempt(Record.newRecord(name, type, DClass.IN), this.preferred, 0);
	}

	private CompletionStage<Answer> attempt(Record question, int first, int number) {
		int index = (first + number) % this.servers.size();
		return exchange(question, this.servers.get(index), this.tcp, PAYLOAD).handle((answer, failure) -> {
			if (failure == null) {
				this.preferred = index;
				return CompletableFuture.completedStage(answer);
			}
			BackendException cause = cause(failure);
			boolean again = number + 1 < this.servers.size()
					|| (cause instanceof SilentServerException && number + 1 < 2 * this.servers.size());
			return again ? attempt(question, first, number + 1) : CompletableFuture.<Answer>failedStage(cause);
		}).thenCompose((stage) -> stage);
	}

	/**
	 * Consul leaves out records that don't fit and doesn't say so: an answer that fills
	 * more than half of what it may be a part. Who doesn't know of EDNS is asked without
	 * it, as RFC 6891 wants it.
	 */
	private CompletionStage<Answer> exchange(Record question, InetSocketAddress server, boolean stream, int payload) {
		boolean extended = payload > PLAIN_PAYLOAD;
		Message query = Message.newQuery(question);
		if (extended) {
			query.addRecord(new OPTRecord(payload, 0, 0), Section.ADDITIONAL);
		}
		Wire.Packet packet = new Wire.Packet(server, stream, query.toWire(), (bytes) -> answers(query, bytes));
		return this.wire.exchange(packet, this.timeout).thenCompose((bytes) -> {
			Message reply = read(packet, question, bytes);
			if (extended && reply.getOPT() == null && isRefusalOfExtensions(reply)) {
				return exchange(question, server, stream, PLAIN_PAYLOAD);
			}
			if (!stream && (reply.getHeader().getFlag(Flags.TC) || bytes.length > payload / 2)) {
				return exchange(question, server, true, payload);
			}
			return CompletableFuture.completedStage(answer(packet, question, reply));
		});
	}

	private static boolean isRefusalOfExtensions(Message reply) {
		int code = reply.getHeader().getRcode();
		return code == Rcode.FORMERR || code == Rcode.NOTIMP;
	}

	private static Message read(Wire.Packet packet, Record question, byte[] bytes) {
		try {
			if (!packet.answers().test(bytes)) {
				throw new BackendException(Kind.INVALID, about(packet, question) + "this is no answer to it");
			}
			return new Message(bytes);
		}
		catch (IOException ex) {
			throw new BackendException(Kind.INVALID, about(packet, question) + "the answer can't be read", ex, null);
		}
	}

	private static Answer answer(Wire.Packet packet, Record question, Message reply) {
		try {
			return Answer.of(question, reply);
		}
		catch (BackendException ex) {
			String message = about(packet, question) + ex.getMessage();
			throw (ex.kind() == Kind.DENIED)
					? new RefusedQuestionException(message, packet + ": what others ask for is refused", ex, null)
					: new BackendException(ex.kind(), message);
		}
	}

	private static String about(Wire.Packet packet, Record question) {
		return packet + ": " + question.getName() + " " + Type.string(question.getType()) + ": ";
	}

	/**
	 * Whether it is the answer to this very question: anybody can send packets. What
	 * bears the right number and can't be read is the answer all the same, a broken one.
	 */
	private static boolean answers(Message query, byte[] bytes) {
		try {
			Header header = new Header(bytes);
			if (header.getID() != query.getHeader().getID() || !header.getFlag(Flags.QR)) {
				return false;
			}
			Record asked = new Message(bytes).getQuestion();
			return asked == null || asked.equals(query.getQuestion());
		}
		catch (IOException | RuntimeException ex) {
			return bytes.length >= Header.LENGTH;
		}
	}

	private static BackendException cause(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause instanceof BackendException known) ? known
				: new BackendException(Kind.INVALID, "the answer of a nameserver can't be used", cause, null);
	}

}
