package dev.discovery.backend.gossip;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.gossip.Followers.Session;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Which instances there are, here and elsewhere, and who is told. To be called in the
 * node's order.
 */
final class Roll {

	private final BackendRuntime runtime;

	private final GossipSettings settings;

	private final MemberCodec codec;

	private final MemberTable table = new MemberTable();

	private final LostHold hold;

	private final Map<String, Instance> own = new LinkedHashMap<>();

	private final Followers followers = new Followers();

	Roll(BackendRuntime runtime, GossipSettings settings, Executor serial) {
		this.runtime = runtime;
		this.settings = settings;
		this.codec = new MemberCodec(runtime, settings.maxMetadata());
		this.hold = new LostHold(runtime, settings.lostHold(), serial, this.table, this::tell);
	}

	/**
	 * What this member says about itself.
	 */
	byte[] said() {
		return this.codec.write(this.own.values());
	}

	@Nullable Instance own(String id) {
		return this.own.get(id);
	}

	/**
	 * An instance is here, or not here any more.
	 * @throws BackendException if there is more to say than a member may
	 */
	void change(String id, @Nullable Instance instance) {
		Instance before = this.own.get(id);
		put(id, instance);
		int size = said().length;
		if (instance != null && size > this.settings.maxMetadata()) {
			put(id, before);
			throw new BackendException(Kind.DENIED, "what this application would tell the others about itself has "
					+ size + " bytes, more than discovery.gossip.max-metadata-size allows ("
					+ this.settings.maxMetadata() + "): shorten the metadata, or raise the limit for all members");
		}
		Instance changed = (instance != null) ? instance : before;
		if (changed != null) {
			tell(Set.of(changed.getServiceId()));
		}
	}

	private void put(String id, @Nullable Instance instance) {
		if (instance != null) {
			this.own.put(id, instance);
		}
		else {
			this.own.remove(id);
		}
	}

	void present(String member, String address, ByteBuffer said) {
		tell(this.table.put(member, address, this.codec.read(said)));
		this.hold.together();
	}

	void left(String member) {
		tell(this.table.remove(member));
		this.hold.changed();
	}

	/**
	 * That a member doesn't answer may be the fault of who asks: it is listed as down for
	 * a while, so that it is the balancer who decides whether it is called.
	 */
	void lost(String member) {
		tell(this.table.lose(member, this.runtime.ticker().nanos()));
		this.hold.lost();
	}

	/**
	 * Nobody answers any more, which says nothing of the others.
	 */
	void loseOthers() {
		this.table.loseAll(this.runtime.ticker().nanos());
		this.hold.apart();
	}

	void follow(Session session) {
		this.followers.add(session, all());
	}

	void unfollow(Session session) {
		this.followers.remove(session);
	}

	void fail(BackendException cause) {
		this.followers.fail(cause);
	}

	private void tell(Set<String> services) {
		this.followers.tell(services, this::all);
	}

	private Map<String, List<Instance>> all() {
		return this.table.all(this.codec.believed(this.own.values()));
	}

}
