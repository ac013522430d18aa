package dev.discovery.cloud.registry;

/**
 * The host under which this application can be reached, and why it was chosen.
 *
 * @param host a name or an address
 * @param reason why, for the log
 */
public record HostChoice(String host, String reason) {
}
