package dev.discovery.backend.dns;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Entries;
import dev.discovery.backend.Reading;
import dev.discovery.backend.RegistryReader;
import dev.discovery.backend.dns.DnsSettings.AddressFamily;
import dev.discovery.backend.dns.Places.Place;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Reads SRV records and the addresses of those whom they name, or else the addresses of
 * the service's own name. Safe for use by several threads.
 */
final class DnsReader implements RegistryReader {

	/** Callers that began together shall not ask together for ever. */
	private static final Duration MAX_JITTER = Duration.ofMillis(500);

	private final BackendRuntime runtime;

	private final DnsSettings settings;

	private final Nameservers servers;

	private final Places places;

	private final Targets targets;

	private final int addressType;

	DnsReader(BackendRuntime runtime, DnsSettings settings, Nameservers servers) {
		this.runtime = runtime;
		this.settings = settings;
		this.servers = servers;
		this.places = new Places(settings);
		this.addressType = (settings.reading().family() == AddressFamily.IPV6) ? Type.AAAA : Type.A;
		this.targets = new Targets(servers, this.addressType, settings.reading().targetNames());
	}

	@Override
	public CompletionStage<Reading> read(String serviceId, @Nullable String cursor, Duration maxWait) {
		return find(serviceId).thenApply((found) -> {
			Boolean secure = this.settings.service(serviceId).secure();
			boolean tls = (secure != null) ? secure : this.settings.reading().secure();
			Ranks ranks = Ranks.of(found.endpoints());
			return new Reading(
					Entries.collect(this.runtime, ranks.sorted(), (it) -> it.instance(serviceId, tls, ranks.of(it))),
					null, next(found.ttl()));
		});
	}

	@Override
	public CompletionStage<NamesReading> readNames(@Nullable String cursor, Duration maxWait) {
		Set<String> all = new TreeSet<>(this.settings.listed());
		all.addAll(this.settings.services().keySet());
		List<String> names = List.copyOf(all);
		return Batches.each(names, this::find).thenApply((found) -> {
			Set<String> present = new HashSet<>();
			IntStream.range(0, names.size())
				.filter((i) -> !found.get(i).endpoints().isEmpty())
				.forEach((i) -> present.add(names.get(i)));
			return new NamesReading(present, null,
					next(found.stream().mapToLong(Found::ttl).min().orElse(Long.MAX_VALUE)));
		});
	}

	private Duration next(long ttl) {
		Duration next = this.settings.pace().within(ttl);
		long jitter = Math.min(MAX_JITTER.toNanos(), next.toNanos() / 10);
		return next.plusNanos((long) (jitter * this.runtime.randomness().fraction()));
	}

	private CompletionStage<Found> find(String serviceId) {
		return find(this.places.of(serviceId), 0, Long.MAX_VALUE);
	}

	/**
	 * The first place that has records counts. One that can't tell is no reason to look
	 * at the next one.
	 */
	private CompletionStage<Found> find(List<Place> all, int index, long ttl) {
		if (index == all.size()) {
			return CompletableFuture.completedStage(new Found(false, List.of(), ttl));
		}
		return look(all.get(index)).thenCompose((found) -> {
			Found sooner = found.noLongerThan(ttl);
			return found.exists() ? CompletableFuture.completedStage(sooner) : find(all, index + 1, sooner.ttl());
		});
	}

	private CompletionStage<Found> look(Place place) {
		Name srv = place.srv();
		if (srv == null) {
			return addresses(place);
		}
		return this.servers.ask(srv, Type.SRV).thenCompose((answer) -> {
			if (!answer.isNothing()) {
				return this.targets.of(answer);
			}
			return addresses(place).thenApply((found) -> found.noLongerThan(answer.ttl()));
		});
	}

	private CompletionStage<Found> addresses(Place place) {
		Integer port = place.port();
		Name name = place.address();
		if (port == null || name == null) {
			return CompletableFuture.completedStage(new Found(false, List.of(), Long.MAX_VALUE));
		}
		return this.servers.ask(name, this.addressType).thenApply((answer) -> {
			List<Endpoint> endpoints = answer.records()
				.stream()
				.map((record) -> new Endpoint(Targets.address(record), port, null))
				.toList();
			return new Found(!answer.isNothing(), endpoints, answer.ttl());
		});
	}

}
