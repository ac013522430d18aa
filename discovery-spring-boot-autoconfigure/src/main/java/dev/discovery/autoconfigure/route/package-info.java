/**
 * Where requests go, as configured.
 */
@NullMarked
package dev.discovery.autoconfigure.route;

import org.jspecify.annotations.NullMarked;
