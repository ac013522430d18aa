package dev.discovery.backend.consul;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which Consul, and how to use it. All of it checked already.
 *
 * @param urls agents or servers of one cluster, at least one. Reading goes on with the
 * next one when one fails; registration keeps to the first, since an agent owns what is
 * registered with it
 * @param tenancy the part of the cluster that is seen
 * @param reading how services are read
 * @param registration how this application is registered
 */
public record ConsulSettings(List<URI> urls, Tenancy tenancy, ConsulReading reading, ConsulRegistration registration) {

	/**
	 * Copies the URLs.
	 */
	public ConsulSettings {
		urls = List.copyOf(urls);
	}

	/**
	 * The part of a Consul Enterprise cluster that is seen.
	 *
	 * @param namespace the namespace, or null for the token's own
	 * @param partition the admin partition, or null for the agent's own
	 */
	public record Tenancy(@Nullable String namespace, @Nullable String partition) {

		/**
		 * What every open-source cluster has.
		 */
		public static final Tenancy DEFAULT = new Tenancy(null, null);

	}

}
