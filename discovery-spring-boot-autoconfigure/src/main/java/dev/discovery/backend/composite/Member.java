package dev.discovery.backend.composite;

import dev.discovery.backend.ServiceBackend;
import dev.discovery.model.Locality;

/**
 * One of several registries.
 *
 * @param name its name, unique among them
 * @param kind the kind of its backend, such as {@code consul}
 * @param place where instances are of which it doesn't say so itself
 * @param backend reads it
 */
public record Member(String name, String kind, Locality place, ServiceBackend backend) {
}
