/**
 * Registries that speak HTTP and JSON: the client with its limits, addresses that are
 * tried in turn, and answers that are read as they come.
 */
@NullMarked
package dev.discovery.backend.http;

import org.jspecify.annotations.NullMarked;
