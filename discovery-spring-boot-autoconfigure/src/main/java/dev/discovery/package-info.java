/**
 * Service discovery for Spring Boot.
 */
@NullMarked
package dev.discovery;

import org.jspecify.annotations.NullMarked;
