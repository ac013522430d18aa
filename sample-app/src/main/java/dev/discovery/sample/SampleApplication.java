package dev.discovery.sample;

import java.util.Arrays;

import dev.discovery.sample.gateway.GatewayApplication;
import dev.discovery.sample.inventory.InventoryApplication;
import dev.discovery.sample.orders.OrdersApplication;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Starts one of the applications: {@code orders}, unless the first argument is
 * {@code inventory} or {@code gateway}.
 * <p>
 * By default {@code orders} starts two instances of {@code inventory} beside it: three
 * applications in one JVM that find each other through the in-memory registry; and
 * {@code gateway}, for which there is the Maven profile of that name, starts
 * {@code orders}. With the profiles {@code consul} and {@code eureka} each is a process
 * of its own.
 */
public final class SampleApplication {

	private static final String INVENTORY = "inventory";

	private static final String GATEWAY = "gateway";

	private SampleApplication() {
	}

	/**
	 * Starts the sample.
	 * @param args {@code inventory}, {@code gateway} or nothing, then Spring Boot's
	 * arguments
	 */
	public static void main(String[] args) {
		String first = (args.length > 0) ? args[0] : "";
		switch (first) {
			case INVENTORY -> InventoryApplication.main(rest(args));
			case GATEWAY ->
				new SpringApplicationBuilder(GatewayApplication.class).properties("spring.config.name=" + GATEWAY)
					.web(WebApplicationType.REACTIVE)
					.run(rest(args));
			default -> OrdersApplication.main(args);
		}
	}

	private static String[] rest(String[] args) {
		return Arrays.copyOfRange(args, 1, args.length);
	}

}
