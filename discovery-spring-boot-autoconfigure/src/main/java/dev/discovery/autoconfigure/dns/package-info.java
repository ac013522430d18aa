/**
 * DNS as the registry.
 */
@NullMarked
package dev.discovery.autoconfigure.dns;

import org.jspecify.annotations.NullMarked;
