/**
 * Whom to believe: which of the instances that a registry names may be called.
 */
@NullMarked
package dev.discovery.trust;

import org.jspecify.annotations.NullMarked;
