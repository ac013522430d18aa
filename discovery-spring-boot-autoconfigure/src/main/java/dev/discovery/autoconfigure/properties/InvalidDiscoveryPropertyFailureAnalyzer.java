package dev.discovery.autoconfigure.properties;

import dev.discovery.model.InvalidDiscoveryPropertyException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a property that can't mean what it says.
 */
final class InvalidDiscoveryPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDiscoveryPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidDiscoveryPropertyException cause) {
		String value = cause.value();
		String description = (value != null)
				? "The property '" + cause.property() + "' is '" + value + "': " + cause.reason() + "."
				: "The property '" + cause.property() + "' is not set: " + cause.reason() + ".";
		return new FailureAnalysis(description, cause.advice(), cause);
	}

}
