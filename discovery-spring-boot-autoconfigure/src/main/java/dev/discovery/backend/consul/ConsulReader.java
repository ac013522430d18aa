package dev.discovery.backend.consul;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Reading;
import dev.discovery.backend.RefusedQuestionException;
import dev.discovery.backend.RegistryReader;
import dev.discovery.backend.consul.ConsulReading.Consistency;
import dev.discovery.backend.consul.ConsulReading.Selection;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.http.RegistryReply;
import dev.discovery.backend.http.RegistryRequest;
import dev.discovery.backend.http.RegistryUrls;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Reads one datacenter by blocking queries: a question with the index of the last answer
 * is held until something has changed since.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/features/blocking">
 * Blocking queries</a>
 */
final class ConsulReader implements RegistryReader {

	/** Below the time that the poll allows, so that the better message wins. */
	private static final Duration MARGIN = Duration.ofMillis(50);

	private final RegistryHttpClient http;

	private final RegistryUrls urls;

	private final ConsulSettings settings;

	private final ConsulDialect dialect;

	private final @Nullable String datacenter;

	private final Duration answerTimeout;

	/**
	 * Creates the reader.
	 * @param datacenter which one to read, or null for the agent's own
	 */
	ConsulReader(BackendRuntime runtime, RegistryHttpClient http, ConsulSettings settings,
			@Nullable String datacenter) {
		this.http = http;
		this.settings = settings;
		this.dialect = new ConsulDialect(runtime, settings.reading());
		this.datacenter = datacenter;
		this.answerTimeout = answerTimeout(settings.reading().maxWait()).minus(MARGIN);
		this.urls = new RegistryUrls(runtime, settings.urls(), this::signOfLife);
	}

	/**
	 * How long an answer may take, apart from the wait: {@code min(5 s, wait / 2)}.
	 */
	static Duration answerTimeout(Duration wait) {
		Duration half = wait.dividedBy(2);
		Duration longest = Duration.ofSeconds(5);
		return (half.compareTo(longest) < 0) ? half : longest;
	}

	@Override
	public CompletionStage<Reading> read(String serviceId, @Nullable String cursor, Duration maxWait) {
		Selection selection = this.settings.reading().selection(serviceId);
		Supplier<ConsulQuery> query = () -> {
			ConsulQuery wanted = query("/v1/health/service/", serviceId).with("near", this.settings.reading().near())
				.with("filter", selection.filter());
			selection.tags().forEach((tag) -> wanted.with("tag", tag));
			return wanted;
		};
		return ask(query, cursor, maxWait, (reply) -> {
			List<Instance> instances = this.dialect.instances(serviceId, reply.jsonElements(HealthEntry.class));
			requireUnfiltered(reply, instances, serviceId);
			return new Reading(instances, nextCursor(cursor, reply), Duration.ZERO);
		}, "service:read on \"" + serviceId + "\" and node:read");
	}

	@Override
	public CompletionStage<NamesReading> readNames(@Nullable String cursor, Duration maxWait) {
		return ask(() -> query("/v1/catalog/services", ""), cursor, maxWait, (reply) -> {
			Set<String> names = reply.json(ServiceTags.class)
				.entrySet()
				.stream()
				.filter((entry) -> entry.getValue()
					.containsAll(this.settings.reading().selection(entry.getKey()).tags()))
				.map(Map.Entry::getKey)
				.collect(Collectors.toSet());
			requireUnfiltered(reply, names, "*");
			return new NamesReading(names, nextCursor(cursor, reply), Duration.ZERO);
		}, "service:read and node:read");
	}

	private ConsulQuery query(String path, String segment) {
		ConsulQuery query = ConsulQuery.of(this.settings.tenancy(), path, segment).with("dc", this.datacenter);
		Consistency consistency = this.settings.reading().consistency();
		return switch (consistency) {
			case STALE -> query.flag("stale");
			case CONSISTENT -> query.flag("consistent");
			case DEFAULT -> query;
		};
	}

	private <T> CompletionStage<T> ask(Supplier<ConsulQuery> query, @Nullable String cursor, Duration maxWait,
			Function<RegistryReply, T> read, String permission) {
		CompletionStage<RegistryReply> reply = this.urls
			.ask((url, first) -> exchange(url, query.get(), first ? cursor : null, maxWait));
		return reply.thenApply(read).exceptionally((failure) -> {
			throw new CompletionException(ConsulPermissions.explained(failure, permission));
		});
	}

	private CompletionStage<RegistryReply> exchange(URI url, ConsulQuery query, @Nullable String cursor,
			Duration maxWait) {
		Duration deadline = this.answerTimeout;
		if (cursor != null) {
			query.with("index", cursor).with("wait", maxWait);
			deadline = deadline.plus(maxWait).plus(maxWait.dividedBy(16));
		}
		RegistryRequest request = RegistryRequest.get(query.at(url)).within(deadline);
		return this.http.exchange(isLocal(url) ? request.header("Accept-Encoding", "identity") : request)
			.thenApply(ConsulReader::requireLeader);
	}

	/**
	 * To an agent on the same machine compression is only delay, half a millisecond for
	 * the smallest answer.
	 */
	private static boolean isLocal(URI url) {
		String host = url.getHost();
		return "localhost".equalsIgnoreCase(host) || host.startsWith("127.") || "[::1]".equals(host);
	}

	private CompletionStage<?> signOfLife(URI url) {
		return exchange(url, query("/v1/catalog/services", ""), null, Duration.ZERO);
	}

	/**
	 * A server that has lost its leader, or was just started and hasn't found it yet,
	 * answers all the same where stale answers are allowed; what it knows may be nothing.
	 */
	private static RegistryReply requireLeader(RegistryReply reply) {
		if ("false".equalsIgnoreCase(reply.header("X-Consul-KnownLeader"))) {
			throw new BackendException(Kind.UNAVAILABLE, reply + ": the cluster has no leader");
		}
		return reply;
	}

	/**
	 * Since version 1.11 Consul says where a token was not allowed to see what is there;
	 * what it may see it is shown all the same.
	 */
	private static void requireUnfiltered(RegistryReply reply, Collection<?> seen, String what) {
		if (seen.isEmpty() && "true".equalsIgnoreCase(reply.header("X-Consul-Results-Filtered-By-ACLs"))) {
			throw new RefusedQuestionException(reply + ": the token may not see '" + what + "'", null, null, null);
		}
	}

	/**
	 * An index is at least 1 and grows; anything else means to begin anew.
	 */
	private static @Nullable String nextCursor(@Nullable String cursor, RegistryReply reply) {
		long index = index(reply.header("X-Consul-Index"));
		return (index < 1 || index < index(cursor)) ? null : Long.toString(index);
	}

	private static long index(@Nullable String text) {
		try {
			return (text != null) ? Long.parseLong(text) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * The names of all services and the tags in use by each.
	 */
	@SuppressWarnings("serial")
	static final class ServiceTags extends HashMap<String, List<String>> {

	}

}
