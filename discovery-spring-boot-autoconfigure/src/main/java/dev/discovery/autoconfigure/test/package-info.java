/**
 * What keeps the contexts of Spring tests apart. Loaded by Spring's test framework only.
 */
@NullMarked
package dev.discovery.autoconfigure.test;

import org.jspecify.annotations.NullMarked;
