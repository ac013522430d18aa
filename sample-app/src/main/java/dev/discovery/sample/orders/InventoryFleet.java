package dev.discovery.sample.orders;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import dev.discovery.sample.InOneJvm;
import dev.discovery.sample.inventory.InventoryApplication;
import dev.discovery.time.Scheduler;
import jakarta.annotation.PreDestroy;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Starts and stops inventory instances in this JVM, so that one can watch the calls
 * follow. With a real registry they are processes of their own.
 */
@Component
@InOneJvm
class InventoryFleet {

	/**
	 * Netty's threads are the JVM's, and the first application to end would stop them.
	 */
	private static final String NETTY_STAYS = "spring.autoconfigure.exclude="
			+ "org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration";

	private final Map<String, ConfigurableApplicationContext> running = new ConcurrentSkipListMap<>();

	@EventListener
	void startTwo(ApplicationReadyEvent event) {
		if (event.getApplicationContext().getBeanNamesForType(InventoryFleet.class).length != 0) {
			start();
			start();
		}
	}

	@PreDestroy
	void stopAll() {
		instances().forEach(this::stop);
	}

	List<String> instances() {
		return List.copyOf(this.running.keySet());
	}

	/** Starts another instance on a free port. */
	String start() {
		ConfigurableApplicationContext context = InventoryApplication.application()
			.properties(NETTY_STAYS)
			.registerShutdownHook(false)
			.run();
		String id = context.getBean(Registration.class).getInstanceId();
		this.running.put(id, context);
		return id;
	}

	/** Stops an instance as a deployment would: deregister, drain, then stop. */
	boolean stop(String id) {
		ConfigurableApplicationContext context = this.running.remove(id);
		if (context == null) {
			return false;
		}
		context.close();
		return true;
	}

	/**
	 * Stops an instance as a power cut would: its sockets close and its heartbeats end,
	 * and nobody tells the registry.
	 */
	boolean crash(String id) {
		ConfigurableApplicationContext context = this.running.remove(id);
		if (context == null) {
			return false;
		}
		context.getBean(Scheduler.class).close();
		((WebServerApplicationContext) context).getWebServer().stop();
		return true;
	}

}
