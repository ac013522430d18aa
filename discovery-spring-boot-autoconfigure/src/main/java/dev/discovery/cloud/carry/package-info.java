/**
 * Headers that calls carry from hop to hop.
 */
@NullMarked
package dev.discovery.cloud.carry;

import org.jspecify.annotations.NullMarked;
