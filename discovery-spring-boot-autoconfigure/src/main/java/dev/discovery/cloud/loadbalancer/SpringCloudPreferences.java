package dev.discovery.cloud.loadbalancer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.route.Otherwise;
import dev.discovery.balancing.route.Preference;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.loadbalancer.LoadBalancerClientsProperties;
import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties;
import org.springframework.util.StringUtils;
import org.springframework.web.accept.ApiVersionParser;

/**
 * What Spring Cloud's hint and API version mean to the balancer: wishes for instances
 * whose metadata say the same, the API version before the hint. Safe for use by several
 * threads.
 */
public final class SpringCloudPreferences implements Function<String, List<Preference>> {

	/** Metadata key of the API version, as in Spring Cloud LoadBalancer. */
	static final String API_VERSION = "API_VERSION";

	private static final String HINT = "hint";

	private static final String DEFAULT_HINT = "default";

	private final LoadBalancerClientsProperties properties;

	private final ApiVersionParser<?> parser;

	/**
	 * Creates it.
	 * @param properties {@code spring.cloud.loadbalancer.*}
	 * @param parser tells which API versions are the same
	 */
	public SpringCloudPreferences(LoadBalancerClientsProperties properties, ApiVersionParser<?> parser) {
		this.properties = properties;
		this.parser = parser;
	}

	@Override
	public List<Preference> apply(String serviceId) {
		LoadBalancerProperties own = this.properties.getClients().get(serviceId);
		LoadBalancerProperties settings = (own != null) ? own : this.properties;
		List<Preference> preferences = new ArrayList<>();
		LoadBalancerProperties.ApiVersion version = settings.getApiVersion();
		if (ApiVersions.isUsed(version)) {
			preferences.add(new Preference("API version", API_VERSION, new ApiVersions(version)::of, this::canonical,
					version.isFallbackToAvailableInstances() ? Otherwise.ALL : Otherwise.REFUSE,
					version.getRequired()));
		}
		preferences
			.add(new Preference(HINT, HINT, hint(serviceId, settings), UnaryOperator.identity(), Otherwise.ALL, false));
		return preferences;
	}

	/** The header first, then what is configured for the service, then for all. */
	private static Function<RequestView, @Nullable String> hint(String serviceId, LoadBalancerProperties settings) {
		String header = settings.getHintHeaderName();
		String ofService = settings.getHint().get(serviceId);
		String configured = (ofService != null) ? ofService : settings.getHint().get(DEFAULT_HINT);
		return (request) -> {
			String found = StringUtils.hasText(header) ? request.header(header) : null;
			return StringUtils.hasText(found) ? found : configured;
		};
	}

	/** So that 1, 1.0 and v1 are one version, unless the application says otherwise. */
	private String canonical(String version) {
		try {
			return String.valueOf(this.parser.parseVersion(version));
		}
		catch (RuntimeException ex) {
			// then it is only equal to itself
			return version;
		}
	}

}
