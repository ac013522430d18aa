package dev.discovery.test;

/**
 * The registry and the time of one context.
 *
 * @param registry the registry
 * @param time the time
 */
record DiscoveryTestBeans(TestRegistry registry, VirtualTime time) {
}
