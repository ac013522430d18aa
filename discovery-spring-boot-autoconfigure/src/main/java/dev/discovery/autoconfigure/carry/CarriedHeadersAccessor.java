package dev.discovery.autoconfigure.carry;

import dev.discovery.cloud.carry.CarriedHeaders;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Takes carried headers from thread to thread, and between threads and the Reactor
 * context.
 */
final class CarriedHeadersAccessor implements ThreadLocalAccessor<CarriedHeaders> {

	@Override
	public Object key() {
		return CarriedHeaders.KEY;
	}

	@Override
	public @Nullable CarriedHeaders getValue() {
		return CarriedHeaders.current();
	}

	@Override
	public void setValue(CarriedHeaders value) {
		CarriedHeaders.set(value);
	}

	@Override
	public void setValue() {
		CarriedHeaders.set(null);
	}

}
