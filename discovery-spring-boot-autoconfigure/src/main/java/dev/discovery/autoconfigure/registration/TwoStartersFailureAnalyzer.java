package dev.discovery.autoconfigure.registration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * Explains that one of Spring Cloud's own starters is on the class path too: its
 * registration comes beside ours, and whoever wants one finds two. Asked before Spring
 * Boot's analyzer, which would have one of them marked as primary.
 */
@Order(0)
final class TwoStartersFailureAnalyzer extends AbstractFailureAnalyzer<NoUniqueBeanDefinitionException> {

	/** As the methods of {@link RegistrationAutoConfiguration} are called. */
	private static final List<String> OURS = List.of("discoveryRegistration", "discoveryAutoRegistration",
			"leaseServiceRegistry");

	private static final String ACTION = "Remove the other one, such as spring-cloud-starter-consul-discovery or"
			+ " spring-cloud-starter-netflix-eureka-client ('mvn dependency:tree' says who brings it); or switch it"
			+ " off by spring.cloud.consul.service-registry.enabled=false or eureka.client.enabled=false.";

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause) {
		Collection<String> found = cause.getBeanNamesFound();
		List<String> others = (found != null) ? new ArrayList<>(found) : new ArrayList<>();
		if (!others.removeAll(OURS) || others.isEmpty()) {
			return null;
		}
		String beans = others.stream().map((name) -> "'" + name + "'").collect(Collectors.joining(" and "));
		return new FailureAnalysis("Two starters on the class path register this application: this one, and the one"
				+ " that makes the bean " + beans + ".", ACTION, cause);
	}

}
