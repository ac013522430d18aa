package dev.discovery.autoconfigure.registration;

import dev.discovery.cloud.registry.MetadataContributor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Tells others where this application's actuator is, where it has one.
 */
@AutoConfiguration(after = RegistrationAutoConfiguration.class,
		afterName = "org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration")
@ConditionalOnClass({ ManagementPortType.class, PathMappedEndpoints.class })
@ConditionalOnBean(RegistrationAutoConfiguration.class)
public final class ManagementMetadataAutoConfiguration {

	@Bean
	@ConditionalOnWebApplication(type = Type.SERVLET)
	MetadataContributor servletManagementMetadata(Environment environment,
			ObjectProvider<PathMappedEndpoints> endpoints) {
		return new ManagementMetadata(environment, endpoints::getIfAvailable, "server.servlet.context-path",
				"spring.mvc.servlet.path");
	}

	@Bean
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	MetadataContributor reactiveManagementMetadata(Environment environment,
			ObjectProvider<PathMappedEndpoints> endpoints) {
		return new ManagementMetadata(environment, endpoints::getIfAvailable, "spring.webflux.base-path");
	}

}
