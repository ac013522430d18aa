package dev.discovery.backend.dns;

import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What a nameserver said of one name. That there is nothing is an answer too.
 *
 * @param records the records that were asked for
 * @param extras what the nameserver added unasked
 * @param ttl how long it holds, in seconds
 */
record Answer(List<Record> records, List<Record> extras, long ttl) {

	private static final int MAX_ALIASES = 8;

	/**
	 * Reads a message.
	 * @param question what was asked
	 * @param message what came back
	 * @throws BackendException if it is no answer to the question
	 */
	static Answer of(Record question, Message message) {
		requireAnswer(message);
		long lasts = Long.MAX_VALUE;
		Name name = question.getName();
		for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
			List<Record> found = named(message, name, question.getType());
			if (!found.isEmpty()) {
				return new Answer(found, message.getSection(Section.ADDITIONAL), Math.min(lasts, leastTtl(found)));
			}
			List<Record> alias = named(message, name, Type.CNAME);
			if (alias.isEmpty()) {
				return nothing(message, lasts, aliases);
			}
			lasts = Math.min(lasts, leastTtl(alias));
			name = ((CNAMERecord) alias.get(0)).getTarget();
		}
		throw new BackendException(Kind.INVALID, "its aliases go in a circle");
	}

	private static void requireAnswer(Message message) {
		int code = message.getRcode();
		switch (code) {
			case Rcode.NOERROR, Rcode.NXDOMAIN -> {
			}
			case Rcode.SERVFAIL -> throw new BackendException(Kind.UNAVAILABLE, "SERVFAIL");
			case Rcode.REFUSED -> throw new BackendException(Kind.DENIED, "REFUSED: it won't answer this for us");
			default -> throw new BackendException(Kind.INVALID, Rcode.string(code));
		}
	}

	/**
	 * How long it holds that there is nothing is said by the zone (RFC 2308); without its
	 * word it holds as short as can be. Who merely names other nameservers has not
	 * answered.
	 */
	private static Answer nothing(Message message, long ttl, int aliases) {
		List<Record> authority = message.getSection(Section.AUTHORITY);
		for (Record record : authority) {
			if (record instanceof SOARecord zone) {
				return new Answer(List.of(), List.of(), Math.min(ttl, Math.min(zone.getTTL(), zone.getMinimum())));
			}
		}
		if (message.getRcode() == Rcode.NOERROR) {
			if (aliases > 0) {
				throw new BackendException(Kind.INVALID, "it names an alias and doesn't follow it");
			}
			if (!authority.isEmpty() && !message.getHeader().getFlag(Flags.AA)) {
				throw new BackendException(Kind.INVALID, "it names other nameservers and doesn't ask them");
			}
		}
		return new Answer(List.of(), List.of(), 0);
	}

	private static List<Record> named(Message message, Name name, int type) {
		List<Record> found = new ArrayList<>();
		for (Record record : message.getSection(Section.ANSWER)) {
			if (record.getType() == type && record.getName().equals(name)) {
				found.add(record);
			}
		}
		return found;
	}

	static long leastTtl(List<Record> records) {
		return records.stream().mapToLong(Record::getTTL).min().orElse(Long.MAX_VALUE);
	}

	boolean isNothing() {
		return this.records.isEmpty();
	}

	/**
	 * What was added of a name.
	 */
	List<Record> extras(Name name, int type) {
		return this.extras.stream()
			.filter((record) -> record.getType() == type && record.getName().equals(name))
			.toList();
	}

}
