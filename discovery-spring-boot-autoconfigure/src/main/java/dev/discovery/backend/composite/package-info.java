/**
 * Several registries as one: those of two regions, or the old and the new one of a
 * migration.
 */
@NullMarked
package dev.discovery.backend.composite;

import org.jspecify.annotations.NullMarked;
