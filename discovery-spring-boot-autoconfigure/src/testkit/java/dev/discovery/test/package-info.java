/**
 * A kit for the tests of applications: a registry that fails as told, time that passes as
 * told, and a network that can be broken. Published under the classifier
 * {@code test-kit}.
 */
@NullMarked
package dev.discovery.test;

import org.jspecify.annotations.NullMarked;
