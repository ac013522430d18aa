/**
 * This application's own registration.
 */
@NullMarked
package dev.discovery.autoconfigure.registration;

import org.jspecify.annotations.NullMarked;
