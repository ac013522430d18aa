package dev.discovery.sample.gateway;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Server-side discovery: clients know this address only, and Spring Cloud Gateway looks
 * the services up. Its routes are configured in {@code gateway.yml}, or made from the
 * registry.
 */
@SpringBootApplication
public class GatewayApplication {

}
