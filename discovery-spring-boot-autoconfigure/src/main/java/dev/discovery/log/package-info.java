/**
 * Log lines about changes of state, whose subjects are fields.
 */
@NullMarked
package dev.discovery.log;

import org.jspecify.annotations.NullMarked;
