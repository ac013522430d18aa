/**
 * Spring Cloud's discovery clients over the directory.
 */
@NullMarked
package dev.discovery.autoconfigure.client;

import org.jspecify.annotations.NullMarked;
