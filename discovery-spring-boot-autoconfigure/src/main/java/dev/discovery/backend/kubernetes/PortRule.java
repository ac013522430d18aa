package dev.discovery.backend.kubernetes;

import java.util.List;
import java.util.stream.Collectors;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.kubernetes.KubernetesSettings.ServiceSettings;
import org.jspecify.annotations.Nullable;

/**
 * Which port of a service is called: the one that is named by configuration; the only
 * one; the only one that is called {@code http} or {@code https} or speaks it. Anything
 * else is ambiguous, and guessing would send calls to the wrong one.
 */
final class PortRule {

	private final ServiceName service;

	private final @Nullable String wanted;

	private final @Nullable Integer number;

	PortRule(ServiceName service, KubernetesSettings settings) {
		ServiceSettings own = settings.service(service);
		this.service = service;
		this.wanted = (own.portName() != null) ? own.portName() : settings.portName();
		this.number = own.port();
	}

	/**
	 * Chooses.
	 * @param all the ports that there are
	 * @return the one
	 * @throws BackendException of the kind INVALID, with the candidates, where it isn't
	 * clear
	 */
	NamedPort choose(List<NamedPort> all) {
		if (this.number != null) {
			int configured = this.number;
			return all.stream()
				.filter((port) -> port.port() != null && port.port() == configured)
				.findFirst()
				.orElseGet(() -> new NamedPort(null, configured, null, null));
		}
		List<NamedPort> ports = all.stream().filter(NamedPort::isTcp).toList();
		if (this.wanted != null) {
			return only(ports.stream().filter((port) -> this.wanted.equals(port.name())).toList(), ports,
					"has no port '" + this.wanted + "'");
		}
		if (ports.size() == 1) {
			return ports.get(0);
		}
		return only(ports.stream().filter(NamedPort::isHttp).toList(), ports,
				ports.isEmpty() ? "has no port" : "has several ports");
	}

	private NamedPort only(List<NamedPort> found, List<NamedPort> candidates, String trouble) {
		if (found.size() == 1) {
			return found.get(0);
		}
		String names = candidates.stream().map(NamedPort::toString).sorted().collect(Collectors.joining(", "));
		String property = "discovery.kubernetes.services." + this.service.name();
		throw new BackendException(Kind.INVALID,
				"the service " + this.service + " " + trouble + (names.isEmpty()
						? ": set " + property + ".port to its number"
						: ": set " + property + ".port-name, or discovery.kubernetes.port-name, to one of " + names));
	}

}
