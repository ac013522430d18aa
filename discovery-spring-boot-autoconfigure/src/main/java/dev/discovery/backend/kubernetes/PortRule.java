package dev.discovery.backend.kubernetes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.kubernetes.KubernetesSettings.ServiceSettings;
import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

/**
 * Which port of a service is called: the one that is named by configuration; the only
 * one; the only one that is called {@code http} or {@code https} or speaks it. Anything
 * else is ambiguous, and guessing would send calls to the wrong one.
 */
final class PortRule {

	/** How endpoints are counted that lack the port of the others. */
	static final String LACKING = "portless";

	private final ServiceName service;

	private final String ownNamespace;

	private final @Nullable String wanted;

	private final @Nullable Integer number;

	PortRule(ServiceName service, KubernetesSettings settings) {
		ServiceSettings own = settings.service(service);
		this.service = service;
		this.ownNamespace = settings.namespace();
		this.wanted = (own.portName() != null) ? own.portName() : settings.portName();
		this.number = own.port();
	}

	/**
	 * Chooses for each part of a service, be it a slice or a pod. While a port is renamed
	 * some parts lack the one that is called. They aren't called then, not even at the
	 * only one that they have, if it is passed over elsewhere.
	 * @param parts all that there are
	 * @param ports what a part has
	 * @return those that are called, in the same order
	 * @throws BackendException as {@link #choose} does
	 */
	<P> List<Called<P>> called(Collection<P> parts, Function<P, List<NamedPort>> ports) {
		List<P> having = parts.stream().filter((part) -> !isLackedBy(ports.apply(part))).toList();
		List<Called<P>> called = new ArrayList<>();
		Set<@Nullable String> passedOver = new HashSet<>();
		for (P part : having.isEmpty() ? parts : having) {
			NamedPort chosen = choose(ports.apply(part));
			called.add(new Called<>(part, chosen));
			others(chosen, ports.apply(part)).forEach((other) -> passedOver.add(other.name()));
		}
		if (this.number == null) {
			passedOver.remove(null);
			called.removeIf((one) -> passedOver.contains(one.port().name())
					&& others(one.port(), ports.apply(one.part())).findAny().isEmpty());
		}
		return called;
	}

	private static Stream<NamedPort> others(NamedPort chosen, List<NamedPort> ports) {
		return ports.stream().filter((port) -> port != chosen && port.isTcp());
	}

	private boolean isLackedBy(List<NamedPort> ports) {
		return this.number == null && ports.stream()
			.noneMatch((port) -> port.isTcp() && (this.wanted == null || this.wanted.equals(port.name())));
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
		String property = PropertyName.of("discovery.kubernetes.services", this.service.id(this.ownNamespace));
		throw new BackendException(Kind.INVALID,
				"the service " + this.service + " " + trouble + (names.isEmpty()
						? ": set " + property + ".port to its number"
						: ": set " + property + ".port-name, or discovery.kubernetes.port-name, to one of " + names));
	}

	/**
	 * A part of a service and its port.
	 *
	 * @param <P> what it is
	 */
	record Called<P>(P part, NamedPort port) {
	}

}
