/**
 * Meters, behind one observer.
 */
@NullMarked
package dev.discovery.observe;

import org.jspecify.annotations.NullMarked;
