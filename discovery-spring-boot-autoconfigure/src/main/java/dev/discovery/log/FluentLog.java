package dev.discovery.log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The text with its fields as SLF4J's key-value pairs.
 */
final class FluentLog implements StateLog {

	private final Logger logger;

	FluentLog(Class<?> type) {
		this.logger = LoggerFactory.getLogger(type);
	}

	/**
	 * Whether there is an SLF4J 2 that somebody listens to.
	 */
	static boolean isUsable() {
		try {
			return Slf4j.isHeard();
		}
		catch (LinkageError ex) {
			return false;
		}
	}

	@Override
	public void entered(String text, Field... about) {
		log(this.logger.atWarn(), text, about);
	}

	@Override
	public void left(String text, Field... about) {
		log(this.logger.atInfo(), text, about);
	}

	private static void log(LoggingEventBuilder builder, String text, Field[] about) {
		LoggingEventBuilder line = builder;
		for (Field field : about) {
			line = line.addKeyValue(field.key(), field.value());
		}
		line.log(text);
	}

	/**
	 * Loaded when it is asked.
	 */
	private static final class Slf4j {

		static boolean isHeard() {
			return LoggingEventBuilder.class.isInterface()
					&& !(LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory);
		}

	}

}
