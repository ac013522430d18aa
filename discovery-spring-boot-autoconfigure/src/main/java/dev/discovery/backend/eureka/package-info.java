/**
 * Eureka, spoken to over its HTTP API.
 */
@NullMarked
package dev.discovery.backend.eureka;

import org.jspecify.annotations.NullMarked;
