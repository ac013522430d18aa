/**
 * A registry inside the JVM, with the semantics of the real ones.
 */
@NullMarked
package dev.discovery.backend.memory;

import org.jspecify.annotations.NullMarked;
