package dev.discovery.log;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The text alone.
 */
final class PlainLog implements StateLog {

	private final Log logger;

	PlainLog(Class<?> type) {
		this.logger = LogFactory.getLog(type);
	}

	@Override
	public void entered(String text, Field... about) {
		this.logger.warn(text);
	}

	@Override
	public void left(String text, Field... about) {
		this.logger.info(text);
	}

}
