/**
 * Headers that calls carry from hop to hop, where some are named.
 */
@NullMarked
package dev.discovery.autoconfigure.carry;

import org.jspecify.annotations.NullMarked;
