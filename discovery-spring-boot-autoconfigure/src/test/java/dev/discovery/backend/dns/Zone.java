package dev.discovery.backend.dns;

import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The zone {@code test.}, and what a nameserver says of it.
 */
final class Zone {

	static final Name ORIGIN = Name.fromConstantString("test.");

	private final List<Record> records = new CopyOnWriteArrayList<>();

	/** What was asked, such as {@code orders.test. A}. */
	final List<String> questions = new CopyOnWriteArrayList<>();

	volatile int rcode = Rcode.NOERROR;

	/** Of records that are added from now on. */
	volatile long ttl = 10;

	volatile long negativeTtl = 20;

	/** Whether the addresses of targets come with SRV records. */
	volatile boolean glue;

	static Name name(String name) {
		return Name.fromConstantString(name.endsWith(".") ? name : name + ".test.");
	}

	Zone srv(String service, int priority, int weight, int port, String target) {
		this.records.add(new SRVRecord(name("_" + service + "._tcp"), DClass.IN, this.ttl, priority, weight, port,
				name(target)));
		return this;
	}

	Zone address(String name, String address) {
		try {
			this.records.add(address.contains(":")
					? new AAAARecord(name(name), DClass.IN, this.ttl, Address.getByAddress(address))
					: new ARecord(name(name), DClass.IN, this.ttl, Address.getByAddress(address)));
			return this;
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	Zone alias(String name, String target) {
		this.records.add(new CNAMERecord(name(name), DClass.IN, this.ttl, name(target)));
		return this;
	}

	/**
	 * Takes away what belongs to a name, also what points at it.
	 */
	Zone remove(String name) {
		this.records.removeIf((record) -> record.getName().equals(name(name))
				|| (record instanceof SRVRecord srv && srv.getTarget().equals(name(name))));
		return this;
	}

	Message answer(Message query) {
		Record question = query.getQuestion();
		this.questions.add(question.getName() + " " + Type.string(question.getType()));
		Message reply = new Message(query.getHeader().getID());
		reply.getHeader().setFlag(Flags.QR);
		reply.getHeader().setFlag(Flags.AA);
		reply.addRecord(question, Section.QUESTION);
		reply.getHeader().setRcode(this.rcode);
		if (this.rcode == Rcode.NOERROR) {
			fill(reply, question);
		}
		return reply;
	}

	private void fill(Message reply, Record question) {
		List<Record> found = find(question.getName(), question.getType());
		found.forEach((record) -> reply.addRecord(record, Section.ANSWER));
		if (this.glue) {
			found.stream()
				.filter(SRVRecord.class::isInstance)
				.flatMap((record) -> find(((SRVRecord) record).getTarget(), Type.A).stream())
				.forEach((record) -> reply.addRecord(record, Section.ADDITIONAL));
		}
		if (found.stream().noneMatch((record) -> record.getType() == question.getType())) {
			if (this.records.stream().noneMatch((record) -> record.getName().equals(question.getName()))) {
				reply.getHeader().setRcode(Rcode.NXDOMAIN);
			}
			reply.addRecord(new SOARecord(ORIGIN, DClass.IN, 3600, ORIGIN, ORIGIN, 1, 1, 1, 1, this.negativeTtl),
					Section.AUTHORITY);
		}
	}

	private List<Record> find(Name name, int type) {
		List<Record> found = new ArrayList<>();
		for (Record record : this.records) {
			if (record.getName().equals(name) && (record.getType() == type || record.getType() == Type.CNAME)) {
				found.add(record);
				if (record instanceof CNAMERecord alias && type != Type.CNAME) {
					found.addAll(find(alias.getTarget(), type));
				}
			}
		}
		return found;
	}

}
