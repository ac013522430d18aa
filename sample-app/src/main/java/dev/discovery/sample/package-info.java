/**
 * Orders call inventory: three applications in one JVM.
 */
@NullMarked
package dev.discovery.sample;

import org.jspecify.annotations.NullMarked;
