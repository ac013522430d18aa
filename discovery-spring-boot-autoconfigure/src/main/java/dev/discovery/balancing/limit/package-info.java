/**
 * Which calls are not made: too many are under way, or too many fail.
 */
@NullMarked
package dev.discovery.balancing.limit;

import org.jspecify.annotations.NullMarked;
