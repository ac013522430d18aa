/**
 * Active health checks, as configured.
 */
@NullMarked
package dev.discovery.autoconfigure.probe;

import org.jspecify.annotations.NullMarked;
