package dev.discovery.log;

/**
 * Logs changes of state: one WARN when a bad state is entered, one INFO when it is left.
 * What a line is about is also given as fields ({@link Field}), which structured logging
 * shows and a pattern doesn't.
 * <p>
 * Fields go through SLF4J 2 where that is the application's logging, as it is with Spring
 * Boot; else the text is logged without them. Safe for use by several threads.
 */
public interface StateLog {

	/**
	 * The log of a class.
	 * @param type the class
	 * @return its log
	 */
	static StateLog of(Class<?> type) {
		return FluentLog.isUsable() ? new FluentLog(type) : new PlainLog(type);
	}

	/**
	 * A bad state is entered.
	 * @param text what it is and what to do
	 * @param about what it is about
	 */
	void entered(String text, Field... about);

	/**
	 * A bad state is left.
	 * @param text what it was
	 * @param about what it is about
	 */
	void left(String text, Field... about);

}
