/**
 * Consul as the registry.
 */
@NullMarked
package dev.discovery.autoconfigure.consul;

import org.jspecify.annotations.NullMarked;
