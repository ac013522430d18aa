/**
 * What dies, and that callers don't notice: real processes beside real registries.
 */
package dev.discovery.survival;
