package dev.discovery.model;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * One running copy of a service. Is Spring Cloud's {@link ServiceInstance}, so that
 * nothing has to be converted between the registry and the caller.
 * <p>
 * Immutable. Equal to another one of the same service and instance id, whatever else
 * differs; {@link #sameContent(Instance)} compares all. The authority and the URI are
 * built at first use and kept.
 */
public final class Instance implements ServiceInstance {

	/** Metadata key of the zone. */
	public static final String ZONE = "zone";

	/** Metadata key of the region. */
	public static final String REGION = "region";

	/** Metadata key of the picking weight, a whole number from 0. */
	public static final String WEIGHT = "weight";

	/** Metadata key of the rank, from 0: higher ones wait until lower ones fail. */
	public static final String PRIORITY = "discovery.priority";

	/**
	 * Metadata key of the moment of registration, in milliseconds since 1970.
	 */
	public static final String REGISTERED_AT = "discovery.registered-at";

	/**
	 * Metadata key of the registry that an instance comes from, where several are read at
	 * once. Set by the reader: what a registry's entry says under it is overwritten.
	 */
	public static final String REGISTRY = "discovery.registry";

	private final String serviceId;

	private final String instanceId;

	private final String host;

	private final int port;

	private final boolean secure;

	private final Health health;

	private final Locality locality;

	private final Metadata metadata;

	private @Nullable String authority;

	private volatile @Nullable URI uri;

	/** Immutable, so that a lost update only makes somebody build it again. */
	private @Nullable CalledUri called;

	Instance(InstanceBuilder builder) {
		this.serviceId = builder.checkedServiceId();
		this.host = builder.checkedHost();
		this.port = Addresses.requirePort(builder.port);
		this.secure = builder.secure;
		this.health = builder.health;
		this.metadata = builder.metadata.build(builder.sharing);
		this.locality = builder.sharing.locality(this.metadata);
		this.instanceId = (builder.instanceId != null) ? builder.instanceId
				: defaultId(this.serviceId, builder.host, this.port);
	}

	/** The same content, of shared parts; the id is nobody else's. */
	Instance(Instance same, Sharing sharing) {
		this.serviceId = sharing.one(same.serviceId);
		this.host = sharing.one(same.host);
		this.port = same.port;
		this.secure = same.secure;
		this.health = same.health;
		this.metadata = sharing.metadata(same.metadata);
		this.locality = sharing.locality(this.metadata);
		this.instanceId = same.instanceId;
	}

	/**
	 * Starts to describe an instance.
	 * @param serviceId the service that it belongs to
	 * @param host a DNS name, an IPv4 or an IPv6 address
	 * @param port from 1 to 65535
	 * @return a builder, which checks everything when it builds
	 */
	public static InstanceBuilder builder(String serviceId, String host, int port) {
		return new InstanceBuilder(serviceId, host, port);
	}

	/**
	 * Whether a text can be the name of a service, wherever it comes from: nobody can be
	 * registered under another.
	 * @param name what somebody asks for, or what a registry names
	 * @return whether it is short enough, and no line of a log would be broken by it
	 */
	public static boolean isServiceName(String name) {
		return InstanceBuilder.isReadable(name);
	}

	/**
	 * The id of an instance that has no other.
	 * @param serviceId the service
	 * @param host the host
	 * @param port the port
	 * @return {@code <service>-<host>-<port>}
	 */
	public static String defaultId(String serviceId, String host, int port) {
		return serviceId + "-" + host + "-" + port;
	}

	/**
	 * The same instance with another health.
	 * @param health the health
	 * @return this one where the health is no other
	 */
	public Instance withHealth(Health health) {
		if (health == this.health) {
			return this;
		}
		return builder(this.serviceId, this.host, this.port).instanceId(this.instanceId)
			.secure(this.secure)
			.health(health)
			.metadata(this.metadata)
			.build();
	}

	@Override
	public String getServiceId() {
		return this.serviceId;
	}

	@Override
	public String getInstanceId() {
		return this.instanceId;
	}

	/**
	 * The host as it stands in a URI: an IPv6 address is in brackets.
	 */
	@Override
	public String getHost() {
		return this.host;
	}

	@Override
	public int getPort() {
		return this.port;
	}

	@Override
	public boolean isSecure() {
		return this.secure;
	}

	@Override
	public String getScheme() {
		return this.secure ? "https" : "http";
	}

	@Override
	public Map<String, String> getMetadata() {
		return this.metadata;
	}

	/**
	 * What the registry says of it.
	 * @return the health
	 */
	public Health getHealth() {
		return this.health;
	}

	/**
	 * Where it runs.
	 * @return the place, possibly {@link Locality#UNKNOWN}
	 */
	public Locality getLocality() {
		return this.locality;
	}

	/**
	 * Host and port as they stand in a URI.
	 * @return {@code host:port}
	 */
	public String getAuthority() {
		String known = this.authority;
		if (known == null) {
			known = this.host + ":" + this.port;
			this.authority = known;
		}
		return known;
	}

	@Override
	public URI getUri() {
		URI known = this.uri;
		if (known == null) {
			known = URI.create(getScheme() + "://" + getAuthority());
			this.uri = known;
		}
		return known;
	}

	/**
	 * Where the instance is called for a URI of its service.
	 * @param original a URI whose host is the service id
	 * @return the same URI with the instance's scheme, host and port, raw as it is; https
	 * and wss are never weakened
	 */
	public URI uriFor(URI original) {
		CalledUri known = this.called;
		if (known == null || !known.isFor(original)) {
			known = CalledUri.of(this, original);
			if (known.isWorthKeeping()) {
				this.called = known;
			}
		}
		return known.uri();
	}

	/**
	 * Whether there is nothing in which the two differ.
	 * @param other another instance
	 * @return whether a reader could tell them apart
	 */
	public boolean sameContent(Instance other) {
		return this == other || (equals(other) && this.host.equals(other.host) && this.port == other.port
				&& this.secure == other.secure && this.health == other.health
				// which has the locality in it
				&& this.metadata.equals(other.metadata));
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof Instance that && this.instanceId.equals(that.instanceId)
				&& this.serviceId.equals(that.serviceId));
	}

	@Override
	public int hashCode() {
		return this.instanceId.hashCode();
	}

	@Override
	public String toString() {
		return this.instanceId + " (" + getScheme() + "://" + getAuthority() + ", " + this.health + ")";
	}

}
