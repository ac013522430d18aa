package dev.discovery.cloud.registry;

/**
 * The host under which others reach this application, and why it is this one.
 *
 * @param host a DNS name or an address
 * @param reason where it comes from, fit for the log, such as
 * "discovery.registration.host"
 */
public record SelectedHost(String host, String reason) {
}
