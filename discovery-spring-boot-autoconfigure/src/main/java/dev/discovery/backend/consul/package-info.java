/**
 * Consul, spoken to over its HTTP API.
 */
@NullMarked
package dev.discovery.backend.consul;

import org.jspecify.annotations.NullMarked;
