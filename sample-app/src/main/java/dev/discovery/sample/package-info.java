/**
 * Orders call inventory: three applications in one JVM.
 */
package dev.discovery.sample;
