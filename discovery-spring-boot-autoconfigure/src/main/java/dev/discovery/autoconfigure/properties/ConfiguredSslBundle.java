package dev.discovery.autoconfigure.properties;

import java.net.URI;
import java.util.List;
import java.util.function.Function;

import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.NestedExceptionUtils;

/**
 * The SSL bundle that a registry's properties name.
 */
public final class ConfiguredSslBundle {

	private ConfiguredSslBundle() {
	}

	/**
	 * Finds it.
	 * @param property the property that names it
	 * @param name the name, if there is one
	 * @param urls what it is for, without passwords
	 * @param bundles the bundles that there are, if there are any
	 * @return the bundle, or null if none is named
	 * @throws InvalidDiscoveryPropertyException if there is no such bundle, it can't be
	 * used, or what it is for goes over no TLS
	 */
	public static @Nullable SslBundle find(String property, @Nullable String name, List<URI> urls,
			@Nullable SslBundles bundles) {
		if (name == null) {
			return null;
		}
		for (URI url : urls) {
			if (!"https".equalsIgnoreCase(url.getScheme())) {
				throw new InvalidDiscoveryPropertyException(property, name,
						"is set, but what goes to " + RegistryUrlRules.printable(url.toString())
								+ " would be sent in the clear",
						"Begin the URL with https, or remove " + property + ".");
			}
		}
		List<String> names = (bundles != null) ? bundles.getBundleNames() : List.of();
		try {
			if (bundles != null) {
				return usable(bundles.getBundle(name), (why) -> new InvalidDiscoveryPropertyException(property, name,
						"can't be used: " + why, "Mend what stands under spring.ssl.bundle for " + name + "."));
			}
		}
		catch (NoSuchSslBundleException ex) {
			// explained below
		}
		throw new InvalidDiscoveryPropertyException(property, name, "there is no such SSL bundle",
				"Define it under spring.ssl.bundle.pem." + name + " or spring.ssl.bundle.jks." + name
						+ (names.isEmpty() ? "." : ", or use one of: " + String.join(", ", names) + "."));
	}

	/**
	 * The bundle, if TLS can be spoken with it.
	 * @param bundle the bundle
	 * @param refusal makes the exception from what is wrong with it
	 * @return the same bundle
	 */
	public static SslBundle usable(SslBundle bundle, Function<String, RuntimeException> refusal) {
		try {
			bundle.createSslContext();
			return bundle;
		}
		catch (RuntimeException ex) {
			Throwable root = NestedExceptionUtils.getMostSpecificCause(ex);
			RuntimeException refused = refusal.apply(root.getClass().getSimpleName() + ": " + root.getMessage());
			refused.initCause(ex);
			throw refused;
		}
	}

}
