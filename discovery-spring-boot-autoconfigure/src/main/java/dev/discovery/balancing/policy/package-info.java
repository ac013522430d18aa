/**
 * How one of several candidates is picked.
 */
@NullMarked
package dev.discovery.balancing.policy;

import org.jspecify.annotations.NullMarked;
