/**
 * Where a call goes, by what is in its request: rules, subsets and shares.
 */
@NullMarked
package dev.discovery.balancing.route;

import org.jspecify.annotations.NullMarked;
