/**
 * Where this application runs, as configured.
 */
@NullMarked
package dev.discovery.autoconfigure.locality;

import org.jspecify.annotations.NullMarked;
