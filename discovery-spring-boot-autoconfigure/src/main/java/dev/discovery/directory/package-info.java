/**
 * The local copy: the last good list of every service that somebody asked for.
 */
@NullMarked
package dev.discovery.directory;

import org.jspecify.annotations.NullMarked;
