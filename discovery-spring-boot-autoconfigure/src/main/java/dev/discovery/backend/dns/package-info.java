/**
 * DNS as a registry: SRV and address records, asked for again when their TTL is over.
 */
@NullMarked
package dev.discovery.backend.dns;

import org.jspecify.annotations.NullMarked;
