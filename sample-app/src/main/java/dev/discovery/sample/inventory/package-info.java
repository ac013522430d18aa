/**
 * The service that is called.
 */
package dev.discovery.sample.inventory;
