/**
 * Wires everything, and explains what can't be wired.
 */
@NullMarked
package dev.discovery.autoconfigure;

import org.jspecify.annotations.NullMarked;
