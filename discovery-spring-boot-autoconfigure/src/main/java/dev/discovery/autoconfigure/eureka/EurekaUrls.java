package dev.discovery.autoconfigure.eureka;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.locality.OwnLocality;
import dev.discovery.autoconfigure.properties.RegistryUrlRules;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.PropertyName;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Where Eureka is: as configured, the own zone first, else as configured for Spring Cloud
 * Netflix, else beside this application. No message shows a password.
 */
final class EurekaUrls {

	private static final Log logger = LogFactory.getLog(EurekaUrls.class);

	private static final String URLS = EurekaProperties.PREFIX + "urls";

	private static final String ZONES = EurekaProperties.PREFIX + "zones";

	private static final String SERVICE_URL = "eureka.client.service-url";

	private static final String ADVICE = "Write it like http://localhost:8761/eureka.";

	private EurekaUrls() {
	}

	static List<URI> of(EurekaProperties properties, Environment environment) {
		List<URI> urls = new ArrayList<>();
		String own = Objects.requireNonNullElse(OwnLocality.ofInstance(environment).zone(), "");
		properties.getZones()
			.keySet()
			.stream()
			.sorted((a, b) -> Boolean.compare(b.equals(own), a.equals(own)))
			.forEach((name) -> urls.addAll(ofZone(name, properties.getZones().get(name))));
		for (int i = 0; i < properties.getUrls().size(); i++) {
			urls.add(parse(URLS + "[" + i + "]", properties.getUrls().get(i)));
		}
		if (urls.isEmpty()) {
			urls.addAll(ofSpringCloud(environment));
		}
		return urls.isEmpty() ? List.of(URI.create("http://localhost:8761/eureka")) : urls.stream().distinct().toList();
	}

	private static List<URI> ofZone(String name, EurekaProperties.@Nullable Zone zone) {
		List<String> values = (zone != null) ? zone.getUrls() : List.of();
		if (values.isEmpty()) {
			throw new InvalidDiscoveryPropertyException(PropertyName.of(ZONES, name) + ".urls", null,
					"the zone has no servers", "Give it some, or remove the zone.");
		}
		List<URI> urls = new ArrayList<>();
		for (int i = 0; i < values.size(); i++) {
			urls.add(parse(PropertyName.of(ZONES, name) + ".urls[" + i + "]", values.get(i)));
		}
		return urls;
	}

	private static URI parse(String property, String value) {
		String wrong = RegistryUrlRules.whyWrong(value.strip());
		if (wrong != null) {
			throw new InvalidDiscoveryPropertyException(property, RegistryUrlRules.printable(value), wrong, ADVICE);
		}
		return RegistryUrlRules.normalized(value.strip());
	}

	/**
	 * The key is case-sensitive there, but not where it comes from a variable.
	 */
	private static List<URI> ofSpringCloud(Environment environment) {
		Map<String, String> all = Binder.get(environment)
			.bind(SERVICE_URL, Bindable.mapOf(String.class, String.class))
			.orElseGet(LinkedHashMap::new);
		List<URI> urls = all.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().replaceAll("[-_]", "").equalsIgnoreCase("defaultZone"))
			.flatMap((entry) -> Stream.of(entry.getValue().split(",")))
			.filter((url) -> !url.isBlank())
			.map((url) -> parse(SERVICE_URL + ".defaultZone", url))
			.toList();
		if (!urls.isEmpty()) {
			String instead = urls.stream()
				.map((url) -> RegistryUrlRules.printable(url.toString()))
				.collect(Collectors.joining(","));
			logger.info(SERVICE_URL + ".defaultZone says where Eureka is, since neither " + URLS + " nor " + ZONES
					+ ".<zone>.urls is set: write " + URLS + "=" + instead + " instead");
		}
		return urls;
	}

}
