/**
 * Asks instances how they are: active health checks by the client, over the live list.
 */
@NullMarked
package dev.discovery.fitness.probe;

import org.jspecify.annotations.NullMarked;
