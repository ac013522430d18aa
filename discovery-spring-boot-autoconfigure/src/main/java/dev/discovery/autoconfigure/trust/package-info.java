/**
 * Whom to believe, as configured.
 */
@NullMarked
package dev.discovery.autoconfigure.trust;

import org.jspecify.annotations.NullMarked;
