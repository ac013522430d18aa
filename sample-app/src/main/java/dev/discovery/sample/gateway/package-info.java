/**
 * The gateway in front of the services, with the Maven profile {@code gateway}.
 */
package dev.discovery.sample.gateway;
