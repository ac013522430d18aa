package dev.discovery.testkit;

import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what its {@code DiscoveryClient} knows, whichever that is: {@link NetflixPeer}
 * starts it with Netflix's.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class NetflixPeerApplication {

	private final DiscoveryClient client;

	NetflixPeerApplication(DiscoveryClient client) {
		this.client = client;
	}

	/**
	 * Starts it.
	 */
	public static void main(String[] args) {
		SpringApplication.run(NetflixPeerApplication.class, args);
	}

	@GetMapping("/instances/{id}")
	List<Map<String, Object>> instances(@PathVariable("id") String id) {
		return this.client.getInstances(id).stream().map(NetflixPeerApplication::describe).toList();
	}

	private static Map<String, Object> describe(ServiceInstance instance) {
		return Map.of("instanceId", instance.getInstanceId(), "host", instance.getHost(), "port", instance.getPort(),
				"secure", instance.isSecure(), "uri", instance.getUri(), "metadata", instance.getMetadata());
	}

}
