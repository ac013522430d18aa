package dev.discovery.sample;

import java.util.Arrays;

import dev.discovery.sample.inventory.InventoryApplication;
import dev.discovery.sample.orders.OrdersApplication;

/**
 * Starts one of the two applications: {@code orders}, unless the first argument is
 * {@code inventory}.
 * <p>
 * By default {@code orders} starts two instances of {@code inventory} beside it: three
 * applications in one JVM that find each other through the in-memory registry. With the
 * profiles {@code consul} and {@code eureka} each is a process of its own.
 */
public final class SampleApplication {

	private static final String INVENTORY = "inventory";

	private SampleApplication() {
	}

	/**
	 * Starts the sample.
	 * @param args {@code inventory} or nothing, then Spring Boot's arguments
	 */
	public static void main(String[] args) {
		if (args.length > 0 && INVENTORY.equals(args[0])) {
			InventoryApplication.main(Arrays.copyOfRange(args, 1, args.length));
		}
		else {
			OrdersApplication.main(args);
		}
	}

}
