package dev.discovery.autoconfigure.consul;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.autoconfigure.properties.RegistryUrlRules;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where Consul is: as configured, else as configured for Spring Cloud Consul, else beside
 * this application. No message shows what may be a password.
 */
final class ConsulUrls {

	private static final Log logger = LogFactory.getLog(ConsulUrls.class);

	private static final String URL = ConsulProperties.PREFIX + "url";

	private static final String URLS = ConsulProperties.PREFIX + "urls";

	private static final String SPRING_CLOUD = "spring.cloud.consul.";

	private static final int DEFAULT_PORT = 8500;

	private static final String ADVICE = "Write it like http://localhost:8500; a token goes into"
			+ " discovery.consul.token.";

	private ConsulUrls() {
	}

	static List<URI> of(ConsulProperties properties, Environment environment) {
		String url = properties.getUrl();
		List<String> urls = properties.getUrls();
		if (url != null && !urls.isEmpty()) {
			throw new InvalidDiscoveryPropertyException(URL, RegistryUrlRules.printable(url),
					"is set, and so is " + URLS, "Keep one of them: url for one agent, urls for several.");
		}
		if (url != null) {
			return List.of(parse(URL, url));
		}
		if (!urls.isEmpty()) {
			return IntStream.range(0, urls.size())
				.mapToObj((i) -> parse(URLS + "[" + i + "]", urls.get(i)))
				.distinct()
				.toList();
		}
		return List.of(ofSpringCloud(environment));
	}

	private static URI ofSpringCloud(Environment environment) {
		Binder binder = Binder.get(environment);
		String host = binder.bind(SPRING_CLOUD + "host", String.class).map(PropertyRules::textOrNull).orElse(null);
		String port = binder.bind(SPRING_CLOUD + "port", String.class).map(PropertyRules::textOrNull).orElse(null);
		if (host == null && port == null) {
			return URI.create("http://localhost:" + DEFAULT_PORT);
		}
		String scheme = binder.bind(SPRING_CLOUD + "scheme", String.class)
			.map(PropertyRules::textOrNull)
			.orElse("http");
		String found = scheme + "://" + ((host != null) ? bracketed(host) : "localhost") + ":"
				+ ((port != null) ? port : DEFAULT_PORT);
		String origin = Stream
			.of((host != null) ? SPRING_CLOUD + "host" : "", (port != null) ? SPRING_CLOUD + "port" : "")
			.filter(StringUtils::hasText)
			.collect(Collectors.joining(" and "));
		String wrong = whyWrong(found);
		if (wrong != null) {
			throw new InvalidDiscoveryPropertyException(URL, null,
					"the URL that follows from " + origin + ", " + RegistryUrlRules.printable(found) + ", " + wrong,
					"Set " + URL + ", for example to http://localhost:8500.");
		}
		URI uri = RegistryUrlRules.normalized(found);
		String verb = (host != null && port != null) ? " say" : " says";
		logger.info(origin + verb + " where Consul is, since neither " + URL + " nor " + URLS + " is set: write " + URL
				+ "=" + uri + " instead");
		return uri;
	}

	private static String bracketed(String host) {
		return (host.indexOf(':') != -1 && !host.startsWith("[")) ? "[" + host + "]" : host;
	}

	private static URI parse(String property, String value) {
		String wrong = whyWrong(value.strip());
		if (wrong != null) {
			throw new InvalidDiscoveryPropertyException(property, RegistryUrlRules.printable(value), wrong, ADVICE);
		}
		return RegistryUrlRules.normalized(value.strip());
	}

	private static @Nullable String whyWrong(String value) {
		return RegistryUrlRules.hasUser(value) ? "has a user in it, which Consul knows nothing of"
				: RegistryUrlRules.whyWrong(value);
	}

}
