package dev.discovery.autoconfigure.registration;

import java.net.InetAddress;
import java.net.UnknownHostException;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.cloud.registry.HostSource;
import dev.discovery.cloud.registry.SelectedHost;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.core.env.Environment;

/**
 * Hosts that follow from what was configured for somebody else. They count only where it
 * was configured.
 */
final class ConfiguredHosts {

	private static final String INET_UTILS = "spring.cloud.inetutils";

	private ConfiguredHosts() {
	}

	/**
	 * The one address that the server listens on: under any other nobody would reach it.
	 * @param environment where it is configured
	 * @return a source for {@code server.address}, unless that is a wildcard
	 */
	static HostSource boundAddress(Environment environment) {
		return () -> {
			String bound = PropertyRules.textOrNull(environment.getProperty("server.address"));
			return (bound == null || isWildcard(bound)) ? null : new SelectedHost(bound, "server.address");
		};
	}

	static boolean isWildcard(String address) {
		try {
			return InetAddress.getByName(address).isAnyLocalAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	/**
	 * What Spring Cloud's own search finds.
	 * @param environment where it is configured
	 * @param inetUtils Spring Cloud's search
	 * @return a source that asks it, if anything is set for it
	 */
	static HostSource inetUtils(Environment environment, ObjectProvider<InetUtils> inetUtils) {
		return () -> {
			boolean configured = Binder.get(environment)
				.bind(INET_UTILS, Bindable.mapOf(String.class, Object.class))
				.isBound();
			return (configured) ? found(inetUtils.getIfAvailable()) : null;
		};
	}

	private static @Nullable SelectedHost found(@Nullable InetUtils inetUtils) {
		InetAddress address = (inetUtils != null) ? inetUtils.findFirstNonLoopbackAddress() : null;
		return (address != null) ? new SelectedHost(address.getHostAddress(), "what " + INET_UTILS + ".* finds") : null;
	}

}
