/**
 * The registry inside the JVM.
 */
@NullMarked
package dev.discovery.autoconfigure.memory;

import org.jspecify.annotations.NullMarked;
