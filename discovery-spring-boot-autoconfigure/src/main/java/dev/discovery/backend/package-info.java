/**
 * Where the truth comes from: the contracts of a backend and the machinery that every
 * backend reuses.
 */
@NullMarked
package dev.discovery.backend;

import org.jspecify.annotations.NullMarked;
