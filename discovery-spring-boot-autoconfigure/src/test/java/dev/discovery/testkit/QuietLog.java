package dev.discovery.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Lets our own classes log nothing while a test class runs: for those that go through
 * thousands of bad states, of which nobody reads.
 */
public final class QuietLog implements BeforeAllCallback, AfterAllCallback {

	private @Nullable Level before;

	@Override
	public void beforeAll(ExtensionContext context) {
		this.before = logger().getLevel();
		logger().setLevel(Level.OFF);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		logger().setLevel(this.before);
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("dev.discovery");
	}

}
