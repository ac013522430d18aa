/**
 * Who is near: zone, region, and the others by how far away they are.
 */
@NullMarked
package dev.discovery.balancing.locality;

import org.jspecify.annotations.NullMarked;
