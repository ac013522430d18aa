/**
 * Meters and observations, where Micrometer is.
 */
@NullMarked
package dev.discovery.autoconfigure.observe;

import org.jspecify.annotations.NullMarked;
