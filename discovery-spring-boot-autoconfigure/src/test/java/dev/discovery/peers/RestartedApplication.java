package dev.discovery.peers;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that devtools restart: its classes are loaded anew each time.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class RestartedApplication {

	/**
	 * Where the context is found by whoever was loaded by another class loader.
	 */
	static final String CONTEXT = RestartedApplication.class.getName() + ".context";

	/**
	 * Runs it, and lets it follow a service and the names.
	 * @param args properties
	 */
	public static void main(String[] args) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(RestartedApplication.class)
			.web(WebApplicationType.NONE)
			.run(args);
		DiscoveryClient client = context.getBean(DiscoveryClient.class);
		client.getInstances("inventory");
		client.getServices();
		System.getProperties().put(CONTEXT, context);
	}

}
