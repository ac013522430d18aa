/**
 * Connection details of registries that run in containers: of Testcontainers and of
 * Docker Compose. Loaded only where Spring Boot's support for either is there.
 */
@NullMarked
package dev.discovery.autoconfigure.container;

import org.jspecify.annotations.NullMarked;
