/**
 * Keeps the tests of applications apart.
 */
@NullMarked
package dev.discovery.autoconfigure.test;

import org.jspecify.annotations.NullMarked;
