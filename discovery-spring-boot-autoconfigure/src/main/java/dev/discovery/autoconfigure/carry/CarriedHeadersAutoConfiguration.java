package dev.discovery.autoconfigure.carry;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.balancing.Balancer;
import dev.discovery.cloud.carry.CarryFilter;
import dev.discovery.cloud.carry.CarryWebFilter;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import io.micrometer.context.ContextRegistry;
import jakarta.servlet.Filter;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.OnPropertyListCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.WebFilter;

/**
 * Headers that calls carry from hop to hop, where some are named.
 */
@AutoConfiguration(after = DiscoveryAutoConfiguration.class)
@ConditionalOnBean(Balancer.class)
@Conditional(CarriedHeadersAutoConfiguration.OnNamedHeaders.class)
public final class CarriedHeadersAutoConfiguration {

	private static final String PROPERTY = "discovery.routes.carry-headers";

	/** Those that belong to one connection, or to the body. */
	private static final Set<String> OWN = Set.of("connection", "content-length", "content-type", "host", "keep-alive",
			"proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade");

	private static List<String> names(Environment environment) {
		List<String> names = Binder.get(environment)
			.bind(PROPERTY, Bindable.listOf(String.class))
			.orElseGet(List::of)
			.stream()
			.map(String::strip)
			.toList();
		PropertyRules.noBlankElement(PROPERTY, names);
		for (String name : names) {
			if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
				throw new InvalidDiscoveryPropertyException(PROPERTY, name, "names a header that is each request's own",
						"Take it out of the list.");
			}
			if (!PropertyRules.isToken(name) || name.contains(":")) {
				throw new InvalidDiscoveryPropertyException(PROPERTY, name, "is not the name of a header",
						"Write it like X-Version.");
			}
		}
		return names;
	}

	/**
	 * In a servlet application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Filter.class, OncePerRequestFilter.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CarryFilter discoveryCarryFilter(Environment environment) {
			return new CarryFilter(names(environment));
		}

	}

	/**
	 * In a reactive application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebFilter.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CarryWebFilter discoveryCarryWebFilter(Environment environment) {
			return new CarryWebFilter(names(environment));
		}

	}

	/**
	 * Across threads, where Micrometer's context propagation is.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ContextRegistry.class)
	static class PropagationConfiguration {

		/** In place before the first request. */
		@Bean
		@Lazy(false)
		InitializingBean discoveryCarriedHeadersPropagation() {
			return () -> ContextRegistry.getInstance().registerThreadLocalAccessor(new CarriedHeadersAccessor());
		}

	}

	/**
	 * Whether headers are named.
	 */
	static final class OnNamedHeaders extends OnPropertyListCondition {

		OnNamedHeaders() {
			super(PROPERTY, () -> ConditionMessage.forCondition("Carried headers"));
		}

	}

}
