package dev.discovery.cloud.loadbalancer;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClient;

/**
 * Knows which blocking clients wait for ever for an answer. Spring tells nobody, so this
 * looks into the fields of the request factories that it knows; what can't be told counts
 * as having a read timeout.
 */
final class ReadTimeouts {

	private static final String PACKAGE = "org.springframework.http.client.";

	/** Those whose field says it all. */
	private static final Set<String> KNOWN = Set.of(PACKAGE + "JdkClientHttpRequestFactory",
			PACKAGE + "ReactorClientHttpRequestFactory", PACKAGE + "SimpleClientHttpRequestFactory");

	private static final String JETTY = "org.eclipse.jetty.client.HttpClient";

	private static final String APACHE = "org.apache.hc.client5.http.classic.HttpClient";

	private static final Object UNKNOWN = new Object();

	private ReadTimeouts() {
	}

	/**
	 * Whether the request factory surely has none.
	 */
	static boolean isMissing(ClientHttpRequestFactory factory) {
		ClientHttpRequestFactory inner = factory;
		while (inner instanceof AbstractClientHttpRequestFactoryWrapper wrapper) {
			inner = wrapper.getDelegate();
		}
		return KNOWN.contains(inner.getClass().getName()) && isUnset(read(inner, "readTimeout"));
	}

	/** Zero means for ever, with all of them. */
	private static boolean isUnset(@Nullable Object timeout) {
		if (timeout instanceof Duration duration) {
			return duration.isZero();
		}
		return timeout == null || (timeout instanceof Integer millis && millis <= 0);
	}

	/**
	 * Whether the clients of a builder surely have none. Without a request factory it
	 * takes the best on the class path: of these, only Jetty's has a timeout.
	 */
	static boolean isMissing(RestClient.Builder builder) {
		Object factory = read(builder, "requestFactory");
		if (factory != null) {
			return factory instanceof ClientHttpRequestFactory known && isMissing(known);
		}
		ClassLoader classLoader = ReadTimeouts.class.getClassLoader();
		return ClassUtils.isPresent(APACHE, classLoader) || !ClassUtils.isPresent(JETTY, classLoader);
	}

	private static @Nullable Object read(Object target, String name) {
		Field field = ReflectionUtils.findField(target.getClass(), name);
		if (field == null) {
			return UNKNOWN;
		}
		try {
			ReflectionUtils.makeAccessible(field);
			return ReflectionUtils.getField(field, target);
		}
		catch (RuntimeException ex) {
			return UNKNOWN;
		}
	}

}
