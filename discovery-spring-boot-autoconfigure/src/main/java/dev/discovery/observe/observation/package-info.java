/**
 * Observations of calls and of exchanges with the registry: what becomes spans.
 */
@NullMarked
package dev.discovery.observe.observation;

import org.jspecify.annotations.NullMarked;
