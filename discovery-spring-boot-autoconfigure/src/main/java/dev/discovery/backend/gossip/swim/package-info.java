/**
 * ScaleCube Cluster behind an interface without Reactor: membership by SWIM.
 */
@NullMarked
package dev.discovery.backend.gossip.swim;

import org.jspecify.annotations.NullMarked;
