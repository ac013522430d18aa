/**
 * Spring Cloud's load-balanced clients over the balancer.
 */
@NullMarked
package dev.discovery.cloud.loadbalancer;

import org.jspecify.annotations.NullMarked;
