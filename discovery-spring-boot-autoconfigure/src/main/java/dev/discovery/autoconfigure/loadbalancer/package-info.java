/**
 * Spring Cloud's load-balanced clients over the balancer.
 */
@NullMarked
package dev.discovery.autoconfigure.loadbalancer;

import org.jspecify.annotations.NullMarked;
