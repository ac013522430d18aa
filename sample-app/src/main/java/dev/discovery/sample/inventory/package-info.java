/**
 * The service that is called.
 */
@NullMarked
package dev.discovery.sample.inventory;

import org.jspecify.annotations.NullMarked;
