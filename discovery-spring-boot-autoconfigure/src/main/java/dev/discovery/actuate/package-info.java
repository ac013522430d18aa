/**
 * Actuator endpoints and health.
 */
@NullMarked
package dev.discovery.actuate;

import org.jspecify.annotations.NullMarked;
