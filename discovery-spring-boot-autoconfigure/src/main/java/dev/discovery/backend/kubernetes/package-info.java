/**
 * Kubernetes, spoken to over its HTTP API.
 */
@NullMarked
package dev.discovery.backend.kubernetes;

import org.jspecify.annotations.NullMarked;
