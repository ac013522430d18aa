package dev.discovery.sample.inventory;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * The service that is called. Nothing here knows of discovery: the starter registers it.
 */
@SpringBootApplication
public class InventoryApplication {

	/**
	 * Starts it.
	 * @param args Spring Boot's arguments
	 */
	public static void main(String[] args) {
		application().run(args);
	}

	/**
	 * The application, for whoever starts it beside another one.
	 * @return what has yet to be run
	 */
	public static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(InventoryApplication.class).main(InventoryApplication.class)
			.properties("spring.config.name=inventory");
	}

}
