/**
 * No registry at all: applications that tell each other who is there.
 */
@NullMarked
package dev.discovery.backend.gossip;

import org.jspecify.annotations.NullMarked;
