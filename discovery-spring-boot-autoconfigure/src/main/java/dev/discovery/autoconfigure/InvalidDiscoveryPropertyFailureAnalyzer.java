package dev.discovery.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains an {@link InvalidDiscoveryPropertyException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidDiscoveryPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDiscoveryPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidDiscoveryPropertyException cause) {
		String advice = cause.getAdvice();
		String action = Character.toUpperCase(advice.charAt(0)) + advice.substring(1) + ".";
		return new FailureAnalysis(cause.getMessage() + ".", action, cause);
	}

}
