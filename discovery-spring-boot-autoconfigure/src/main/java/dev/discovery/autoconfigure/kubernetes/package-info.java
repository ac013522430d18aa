/**
 * Kubernetes as the registry, and how a way into a cluster is found.
 */
@NullMarked
package dev.discovery.autoconfigure.kubernetes;

import org.jspecify.annotations.NullMarked;
