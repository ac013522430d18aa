/**
 * What a service is: instances, where they are, how they do, and the immutable snapshot
 * of them all.
 */
@NullMarked
package dev.discovery.model;

import org.jspecify.annotations.NullMarked;
