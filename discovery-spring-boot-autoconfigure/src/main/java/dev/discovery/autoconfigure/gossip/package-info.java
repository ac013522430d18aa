/**
 * No registry: members tell each other.
 */
@NullMarked
package dev.discovery.autoconfigure.gossip;

import org.jspecify.annotations.NullMarked;
