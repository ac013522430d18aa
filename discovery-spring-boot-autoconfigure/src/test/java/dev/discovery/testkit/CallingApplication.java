package dev.discovery.testkit;

import java.util.List;
import java.util.Map;

import dev.discovery.testkit.CallLoad.Target;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Calls {@link Inventory} under load when told to, every other time by a RestClient and
 * by a WebClient, neither of which has a read timeout.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class CallingApplication {

	public static void main(String[] args) {
		SpringApplication.run(CallingApplication.class, args);
	}

	@Bean
	@LoadBalanced
	RestClient.Builder restClientBuilder() {
		return RestClient.builder().requestFactory(new JdkClientHttpRequestFactory());
	}

	@Bean
	@LoadBalanced
	WebClient.Builder webClientBuilder() {
		return WebClient.builder();
	}

	@Bean
	AttemptLog attemptLog() {
		return new AttemptLog();
	}

	/**
	 * Does what it is told by the test.
	 */
	@RestController
	static class LoadController {

		private final String name;

		private final List<Target> targets;

		private final AttemptLog attempts;

		private @Nullable CallLoad load;

		LoadController(@Value("${discovery.registration.instance-id}") String name,
				RestClient.Builder restClientBuilder, WebClient.Builder webClientBuilder, AttemptLog attempts) {
			this.name = name;
			this.targets = ServiceTargets.of(restClientBuilder, webClientBuilder, "inventory");
			this.attempts = attempts;
		}

		@PostMapping("/load")
		synchronized void start() {
			this.attempts.clear();
			this.load = CallLoad.start(this.name, this.targets);
		}

		@GetMapping("/load")
		synchronized CallReport report() {
			return (this.load != null) ? complete(this.load.report()) : new CallReport(List.of(), List.of());
		}

		@DeleteMapping("/load")
		synchronized CallReport stop() {
			return (this.load != null) ? complete(this.load.stop()) : report();
		}

		private CallReport complete(CallReport report) {
			return new CallReport(report.calls(), this.attempts.attempts());
		}

		@GetMapping("/one-call")
		String call() {
			try {
				return this.targets.get(0).get();
			}
			catch (Exception ex) {
				return String.valueOf(ex.getMessage());
			}
		}

		@GetMapping("/libraries")
		Map<String, Boolean> libraries() {
			return Map.of("spring-retry",
					ClassUtils.isPresent("org.springframework.retry.support.RetryTemplate", null));
		}

	}

}
