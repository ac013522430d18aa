package dev.discovery.model;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Describes an {@link Instance} step by step. Not safe for use by several threads.
 */
public final class InstanceBuilder {

	private static final int MAX_ID_LENGTH = 512;

	final String serviceId;

	final String host;

	final int port;

	@Nullable String instanceId;

	private boolean ownHost;

	boolean secure;

	Health health = Health.UP;

	Locality locality = Locality.UNKNOWN;

	final MetadataBuilder metadata = new MetadataBuilder();

	Sharing sharing = Sharing.NONE;

	InstanceBuilder(String serviceId, String host, int port) {
		this.serviceId = serviceId;
		this.host = host;
		this.port = port;
	}

	/**
	 * Sets the id.
	 * @param instanceId unique within the service; null or blank for
	 * {@code <service>-<host>-<port>}
	 * @return this
	 */
	public InstanceBuilder instanceId(@Nullable String instanceId) {
		this.instanceId = (instanceId == null || instanceId.isBlank()) ? null : instanceId;
		return this;
	}

	/**
	 * Says that no other instance has this host, so that it isn't looked for there.
	 * @return this
	 */
	public InstanceBuilder ownHost() {
		this.ownHost = true;
		return this;
	}

	/**
	 * Sets whether it speaks TLS; plain by default.
	 * @param secure whether its scheme is https
	 * @return this
	 */
	public InstanceBuilder secure(boolean secure) {
		this.secure = secure;
		return this;
	}

	/**
	 * Sets its health; {@link Health#UP} by default.
	 * @param health what the registry says
	 * @return this
	 */
	public InstanceBuilder health(Health health) {
		this.health = health;
		return this;
	}

	/**
	 * Sets where it runs; stands above the metadata's {@code region} and {@code zone},
	 * and is added there, where others look for it.
	 * @param locality the place
	 * @return this
	 */
	public InstanceBuilder locality(Locality locality) {
		this.locality = locality;
		return this;
	}

	/**
	 * Sets the metadata; without it there is none.
	 * @param metadata the entries, which are copied
	 * @return this
	 */
	public InstanceBuilder metadata(Map<String, @Nullable String> metadata) {
		this.metadata.set(metadata);
		return this;
	}

	/**
	 * Sets one entry of the metadata, in place of what was set before.
	 * @param key its key; in the order of their keys they are sorted soonest
	 * @param value its value, or null for no such entry
	 * @return this
	 */
	public InstanceBuilder metadata(String key, @Nullable String value) {
		this.metadata.put(key, value);
		return this;
	}

	/**
	 * Sets an entry whose value no other instance has, so that it isn't looked for there.
	 * @param key its key
	 * @param value its value, or null for no such entry
	 * @return this
	 */
	public InstanceBuilder ownMetadata(String key, @Nullable String value) {
		this.metadata.putOwn(key, value);
		return this;
	}

	/**
	 * Makes it of parts that other instances have, too.
	 * @param sharing what is known of the others
	 * @return this
	 */
	public InstanceBuilder sharing(Sharing sharing) {
		this.sharing = sharing;
		return this;
	}

	/**
	 * Checks everything and builds the instance.
	 * @return the instance
	 * @throws InvalidInstanceException if a part can't be trusted to stand in a URI, a
	 * header or a log line
	 */
	public Instance build() {
		if (this.instanceId != null) {
			requireIdentifier("instance id", this.instanceId);
		}
		settle(Instance.REGION, this.locality.region());
		settle(Instance.ZONE, this.locality.zone());
		return new Instance(this);
	}

	String checkedServiceId() {
		return this.sharing.service(this.serviceId);
	}

	String checkedHost() {
		String checked = Addresses.requireHost(this.host);
		return this.ownHost ? checked : this.sharing.one(checked);
	}

	/** What is blank is unknown. */
	private void settle(String key, @Nullable String place) {
		String known = this.metadata.get(key);
		String wanted = (place != null) ? place : known;
		if (wanted != null && (!wanted.equals(known) || wanted.isBlank())) {
			this.metadata.put(key, wanted.isBlank() ? null : wanted);
		}
	}

	static boolean isReadable(String id) {
		return id.length() <= MAX_ID_LENGTH && !Metadata.breaksLines(id);
	}

	static String requireIdentifier(String what, String id) {
		if (id.isBlank() || !isReadable(id)) {
			throw new InvalidInstanceException("the " + what + " '" + Addresses.printable(id)
					+ "' must have 1 to 512 characters, none of them a control character");
		}
		return id;
	}

}
