package dev.discovery.autoconfigure.backend;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why the registry could not be read, with what has to be applied where that is
 * known.
 */
final class RegistryNotReadyFailureAnalyzer extends AbstractFailureAnalyzer<RegistryNotReadyException> {

	private static final String APPLY = " Apply:\n";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RegistryNotReadyException cause) {
		String message = String.valueOf(cause.getMessage());
		int advice = message.indexOf(APPLY);
		String otherwise = "set " + cause.property() + "=false to start without, and wait for it.";
		if (advice < 0) {
			return new FailureAnalysis("The registry can't be read: " + message,
					"See to it that it answers, or " + otherwise, cause);
		}
		return new FailureAnalysis("The registry can't be read: " + message.substring(0, advice),
				"Apply this with kubectl, or " + otherwise + "\n\n" + message.substring(advice + APPLY.length()),
				cause);
	}

}
