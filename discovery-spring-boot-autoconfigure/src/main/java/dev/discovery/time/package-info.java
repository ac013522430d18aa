/**
 * The only place that reads a clock, makes a thread or rolls dice.
 */
@NullMarked
package dev.discovery.time;

import org.jspecify.annotations.NullMarked;
