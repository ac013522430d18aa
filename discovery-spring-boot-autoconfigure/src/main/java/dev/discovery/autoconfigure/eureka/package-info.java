/**
 * Eureka as the registry.
 */
@NullMarked
package dev.discovery.autoconfigure.eureka;

import org.jspecify.annotations.NullMarked;
