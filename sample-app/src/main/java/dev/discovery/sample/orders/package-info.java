/**
 * The service that calls.
 */
@NullMarked
package dev.discovery.sample.orders;

import org.jspecify.annotations.NullMarked;
