/**
 * The service that calls.
 */
package dev.discovery.sample.orders;
