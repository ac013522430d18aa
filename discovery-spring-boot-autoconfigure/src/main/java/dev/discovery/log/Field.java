package dev.discovery.log;

/**
 * What a log line is about. The keys have the prefix {@code discovery.}, since a bare
 * {@code service} is the application itself in ECS.
 *
 * @param key the field's name
 * @param value its value, no secret
 */
public record Field(String key, String value) {

	/**
	 * A service that is called or registered.
	 * @param serviceId its id
	 * @return the field {@code discovery.service}
	 */
	public static Field service(String serviceId) {
		return new Field("discovery.service", serviceId);
	}

	/**
	 * An instance.
	 * @param instanceId its id
	 * @return the field {@code discovery.instance}
	 */
	public static Field instance(String instanceId) {
		return new Field("discovery.instance", instanceId);
	}

	/**
	 * A registry.
	 * @param backend its name
	 * @return the field {@code discovery.backend}
	 */
	public static Field backend(String backend) {
		return new Field("discovery.backend", backend);
	}

	/**
	 * Why.
	 * @param reason one of a few fixed words
	 * @return the field {@code discovery.reason}
	 */
	public static Field reason(String reason) {
		return new Field("discovery.reason", reason);
	}

}
