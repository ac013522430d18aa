/**
 * Which calls are made again: what may be, how soon, and how often at all.
 */
@NullMarked
package dev.discovery.balancing.retry;

import org.jspecify.annotations.NullMarked;
