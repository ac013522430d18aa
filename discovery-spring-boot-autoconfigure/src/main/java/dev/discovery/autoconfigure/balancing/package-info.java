/**
 * How calls are balanced, as configured.
 */
@NullMarked
package dev.discovery.autoconfigure.balancing;

import org.jspecify.annotations.NullMarked;
