package dev.discovery.fitness.probe;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.model.Instance;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Scheduler.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Asks over HTTP; 2xx is healthy. The deadline is over the whole exchange, which is
 * broken off when it has passed. Safe for use by several threads.
 */
final class HttpProbe implements Probe {

	private final ProbeClient client;

	private final ProbeTargets targets;

	private final Duration timeout;

	private final Scheduler scheduler;

	private final Probe otherwise;

	/**
	 * Creates the probe.
	 * @param client the way there
	 * @param targets where to ask
	 * @param timeout how long an exchange may take
	 * @param scheduler keeps the deadlines
	 * @param otherwise how those are asked that can't be asked over HTTP
	 */
	HttpProbe(ProbeClient client, ProbeTargets targets, Duration timeout, Scheduler scheduler, Probe otherwise) {
		this.client = client;
		this.targets = targets;
		this.timeout = timeout;
		this.scheduler = scheduler;
		this.otherwise = otherwise;
	}

	@Override
	public CompletionStage<@Nullable String> probe(Instance instance) {
		URI uri = this.targets.uri(instance);
		return (uri != null) ? ask(uri) : this.otherwise.probe(instance);
	}

	private CompletionStage<@Nullable String> ask(URI uri) {
		HttpRequest request = HttpRequest.newBuilder(uri).header("User-Agent", "discovery-health-check").build();
		CompletableFuture<@Nullable String> result = new CompletableFuture<>();
		Timer deadline = this.scheduler.schedule(
				() -> result.complete("no complete answer within " + this.timeout.toMillis() + " ms"), this.timeout);
		CompletableFuture<?> exchange = this.client.send(request, (info) -> body(info, result));
		exchange.whenComplete((response, failure) -> {
			if (failure != null) {
				result.complete(ProbeFailures.of(failure));
			}
		});
		result.whenComplete((why, failure) -> {
			deadline.cancel();
			if (why != null) {
				exchange.cancel(true);
			}
		});
		return result;
	}

	/**
	 * Settled by the body itself, on a thread of ours: what depends on the JDK's own
	 * future runs a thread later.
	 */
	private static BodySubscriber<Void> body(ResponseInfo info, CompletableFuture<@Nullable String> result) {
		int status = info.statusCode();
		DiscardedBody body = new DiscardedBody();
		if (status < 200 || status > 299) {
			result.complete("it answers " + status);
		}
		body.getBody()
			.whenComplete((end, failure) -> result.complete((failure != null) ? ProbeFailures.of(failure) : null));
		return body;
	}

}
