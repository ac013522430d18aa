/**
 * What properties may say: the rules that they share, and how a mistake is explained.
 */
@NullMarked
package dev.discovery.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
