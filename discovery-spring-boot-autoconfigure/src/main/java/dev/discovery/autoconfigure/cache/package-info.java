/**
 * How long what a registry said is kept, in memory and on disk, as configured.
 */
@NullMarked
package dev.discovery.autoconfigure.cache;

import org.jspecify.annotations.NullMarked;
