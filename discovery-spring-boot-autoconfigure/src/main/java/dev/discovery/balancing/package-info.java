/**
 * Who gets the call.
 */
@NullMarked
package dev.discovery.balancing;

import org.jspecify.annotations.NullMarked;
