/**
 * Real registries for the tests, and ways to come between them and whoever talks to them.
 */
@NullMarked
package dev.discovery.testkit;

import org.jspecify.annotations.NullMarked;
