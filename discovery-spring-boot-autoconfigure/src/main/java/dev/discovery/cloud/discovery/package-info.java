/**
 * Spring Cloud's discovery clients and events over the directory.
 */
@NullMarked
package dev.discovery.cloud.discovery;

import org.jspecify.annotations.NullMarked;
