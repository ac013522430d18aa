/**
 * Spring Cloud Gateway, OpenFeign and Spring Boot Admin as they are, each on a class path
 * that has it: on this one's it would be in all tests. So nothing here is compiled
 * against them.
 */
@NullMarked
package dev.discovery.peers;

import org.jspecify.annotations.NullMarked;
