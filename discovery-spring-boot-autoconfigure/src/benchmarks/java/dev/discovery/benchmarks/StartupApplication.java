package dev.discovery.benchmarks;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application that only starts. Runs on other class paths than this one, so it uses
 * nothing but Spring Boot.
 */
@SpringBootApplication
public class StartupApplication {

	/**
	 * Starts.
	 * @param arguments properties
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(StartupApplication.class, arguments);
	}

}
