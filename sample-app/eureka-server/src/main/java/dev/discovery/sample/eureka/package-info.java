/**
 * A Eureka server to try things against.
 */
@NullMarked
package dev.discovery.sample.eureka;

import org.jspecify.annotations.NullMarked;
