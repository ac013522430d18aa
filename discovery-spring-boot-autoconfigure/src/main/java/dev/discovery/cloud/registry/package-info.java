/**
 * This application's own registration.
 */
@NullMarked
package dev.discovery.cloud.registry;

import org.jspecify.annotations.NullMarked;
