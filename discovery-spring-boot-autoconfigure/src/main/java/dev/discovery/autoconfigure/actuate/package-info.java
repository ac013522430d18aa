/**
 * Endpoints and health, where actuator is.
 */
@NullMarked
package dev.discovery.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
