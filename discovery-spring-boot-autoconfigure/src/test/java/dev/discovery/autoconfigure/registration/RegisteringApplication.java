package dev.discovery.autoconfigure.registration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.cloud.registry.RecordingRegistrar;
import dev.discovery.testkit.Patience;
import dev.discovery.time.Scheduler;
import dev.discovery.time.ThreadScheduler;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A real application on free ports, registered with a registrar that the test reads.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(RegisteringApplication.Greeting.class)
public class RegisteringApplication {

	final CopyOnWriteArrayList<ApplicationEvent> events = new CopyOnWriteArrayList<>();

	@Bean
	Scheduler scheduler() {
		return new ThreadScheduler("discovery-test");
	}

	@EventListener
	void record(InstancePreRegisteredEvent event) {
		this.events.add(event);
	}

	@EventListener
	void record(InstanceRegisteredEvent<?> event) {
		this.events.add(event);
	}

	public static RecordingRegistrar registrar() {
		return new RecordingRegistrar(Duration.ZERO);
	}

	public static ConfigurableApplicationContext run(RecordingRegistrar registrar, WebApplicationType type,
			String... properties) {
		return run(RegisteringApplication.class, registrar, type, properties);
	}

	public static ConfigurableApplicationContext run(Class<?> application, RecordingRegistrar registrar,
			WebApplicationType type, String... properties) {
		return new SpringApplicationBuilder(application).web(type)
			.properties("server.port=0", "spring.application.name=orders", "spring.main.banner-mode=off",
					"spring.jmx.enabled=false", "spring.reactor.netty.shutdown-quiet-period=0s")
			.properties(properties)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean("testRegistrar",
					ServiceRegistrar.class, () -> registrar))
			.run();
	}

	static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(port, path)).timeout(Patience.LIMIT).build());
	}

	static HttpResponse<String> post(int port, String path, String json) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(port, path))
			.timeout(Patience.LIMIT)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build());
	}

	private static URI uri(int port, String path) {
		return URI.create("http://127.0.0.1:" + port + path);
	}

	private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Something to call.
	 */
	@RestController
	static class Greeting {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

}
