package dev.discovery.cloud.carry;

import org.springframework.core.Ordered;

/**
 * Where the filters stand.
 */
final class CarryOrder {

	/** Before those that may make calls themselves, such as security. */
	static final int FIRST = Ordered.HIGHEST_PRECEDENCE + 10;

	private CarryOrder() {
	}

}
