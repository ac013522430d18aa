package dev.discovery.directory;

import java.time.Duration;

/**
 * What was kept on disk.
 *
 * @param content what was known
 * @param age how long ago the registry had said so
 * @param <T> what is kept
 */
public record Stored<T>(T content, Duration age) {
}
