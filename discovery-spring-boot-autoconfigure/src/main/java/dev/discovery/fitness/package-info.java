/**
 * Who is fit: what calls learned about each instance.
 */
@NullMarked
package dev.discovery.fitness;

import org.jspecify.annotations.NullMarked;
