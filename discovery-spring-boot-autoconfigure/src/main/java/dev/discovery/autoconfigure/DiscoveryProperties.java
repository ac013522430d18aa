package dev.discovery.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The switches.
 *
 * @param enabled Whether this application takes part in service discovery at all.
 * @param backend Which registry is the source of truth.
 */
@ConfigurationProperties("discovery")
public record DiscoveryProperties(@DefaultValue("true") boolean enabled, @DefaultValue("in-memory") String backend) {
}
