package dev.discovery.cloud.loadbalancer;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Call;
import dev.discovery.balancing.CallObservation;
import dev.discovery.balancing.NoInstanceException;
import dev.discovery.balancing.Pool;
import dev.discovery.balancing.limit.CallRefusedException;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * One subscription to a load-balanced exchange. Whoever comes first ends an attempt:
 * response, error or cancellation, which may arrive on another thread.
 */
final class ReactiveExchange {

	/** How long the rest of an answer that is thrown away may take. */
	private static final Duration RELEASE_TIMEOUT = Duration.ofMillis(250);

	private final BalancedExchangeFilterFunction filter;

	private final Balancer balancer;

	private final String serviceId;

	private final ClientRequest request;

	private final ExchangeFunction next;

	private final LifecycleCall lifecycle;

	private final BodyUse body = new BodyUse();

	/** Where the attempt went. */
	private @Nullable URI called;

	private @Nullable Throwable before;

	ReactiveExchange(BalancedExchangeFilterFunction filter, String serviceId, ClientRequest request,
			ExchangeFunction next, @Nullable Object parent) {
		this.filter = filter;
		this.balancer = filter.chooser().balancer();
		this.serviceId = serviceId;
		this.request = request;
		this.next = next;
		this.lifecycle = filter.lifecycle(serviceId, request, parent);
	}

	Mono<ClientResponse> run() {
		CallObservation observation = this.lifecycle.observation();
		if (observation == CallObservation.NONE) {
			return begin();
		}
		// the response comes after the end, or a caller's own observation would end
		// first; whoever gives up ends the attempt before the call
		Mono<ClientResponse> observed = Mono.defer(this::begin)
			.doOnTerminate(observation::ended)
			.doFinally((signal) -> {
				if (signal == SignalType.CANCEL) {
					observation.cancelled();
				}
				else {
					observation.ended();
				}
			});
		Object current = observation.current();
		return (current != null) ? observed.contextWrite((context) -> context.put(CallObservation.CONTEXT_KEY, current))
				: observed;
	}

	private Mono<ClientResponse> begin() {
		this.lifecycle.started();
		RequestView view = new ClientRequestView(this.request);
		return ReactivePools.of(this.balancer, this.serviceId, view)
			.map((pool) -> call(pool, view))
			.onErrorResume(NoAnswerException.class, (ex) -> Mono.just(unavailable(ex)))
			.flatMap((response) -> response);
	}

	private Mono<ClientResponse> call(Pool pool, RequestView view) {
		boolean idempotent = BalancedLoadBalancerClient.isIdempotent(this.request.method());
		Call call = this.balancer.call(pool, view, idempotent);
		// whoever cancels between two attempts meets none
		return attempt(call).doFinally((signal) -> call.done());
	}

	private Mono<ClientResponse> attempt(Call call) {
		return Mono.defer(() -> {
			Instance instance;
			try {
				instance = call.begin().instance();
			}
			catch (NoInstanceException ex) {
				return unavailable(ex);
			}
			catch (CallRefusedException ex) {
				return refused(ex);
			}
			this.filter.chooser().shortages().ends(this.serviceId);
			return exchange(call, instance, new AtomicBoolean(true));
		});
	}

	private Mono<ClientResponse> exchange(Call call, Instance instance, AtomicBoolean open) {
		return Mono.defer(() -> {
			this.called = null;
			ClientRequest routed = this.filter.route(this.serviceId, this.request, instance);
			this.called = routed.url();
			this.lifecycle.sent(instance);
			return this.next.exchange(this.body.watch(routed));
		}).doOnCancel(() -> {
			if (open.compareAndSet(true, false)) {
				call.cancelled();
				this.lifecycle.failed(new CancellationException("The caller gave up"));
			}
		}).materialize().flatMap((signal) -> {
			if (!open.compareAndSet(true, false)) {
				// given up: an end here would come before that of the cancellation
				return Mono.never();
			}
			ClientResponse response = signal.get();
			if (response != null) {
				return answered(call, instance, response);
			}
			return (signal.getThrowable() != null) ? failed(call, signal.getThrowable()) : ended(call);
		});
	}

	private Mono<ClientResponse> ended(Call call) {
		call.cancelled();
		this.lifecycle.failed(new CancellationException("There was no response"));
		return Mono.empty();
	}

	private Mono<ClientResponse> answered(Call call, Instance instance, ClientResponse response) {
		int status = response.statusCode().value();
		long pause = call.answered(status, this.body.spent());
		this.lifecycle.answered(response, status);
		if (pause == Call.GIVE_UP) {
			return Mono.just(response);
		}
		withBefore(new EarlierAnswerException(status, instance));
		return release(response).then(again(call, pause));
	}

	/** Its connection can be used again, unless its body doesn't come. */
	private static Mono<Void> release(ClientResponse response) {
		return response.releaseBody().timeout(RELEASE_TIMEOUT).onErrorComplete();
	}

	private Mono<ClientResponse> failed(Call call, Throwable failure) {
		URI uri = this.called;
		if (uri == null) {
			return failed(call, failure, call.failed(failure, this.body.spent()));
		}
		ConnectFailure connect = ConnectFailure.at(OwnFailures.ofWebClient(failure, uri), uri);
		ConnectFailure.Origin told = connect.origin();
		return (told != null) ? failed(call, failure, connect.end(told, call, this.body.spent()))
				: ask(call, failure, connect);
	}

	/** Asking may block, and whoever cancels meanwhile ends the attempt. */
	private Mono<ClientResponse> ask(Call call, Throwable failure, ConnectFailure connect) {
		AtomicBoolean open = new AtomicBoolean(true);
		return Mono.fromCallable(connect::ask)
			.subscribeOn(Schedulers.boundedElastic())
			.onErrorReturn(ConnectFailure.Origin.UNKNOWN)
			.doOnCancel(() -> {
				if (open.compareAndSet(true, false)) {
					call.cancelled();
					this.lifecycle.failed(failure);
				}
			})
			.flatMap((origin) -> open.compareAndSet(true, false)
					? failed(call, failure, connect.end(origin, call, this.body.spent())) : Mono.never());
	}

	private Mono<ClientResponse> failed(Call call, Throwable failure, long pause) {
		this.lifecycle.failed(failure);
		withBefore(failure);
		return (pause != Call.GIVE_UP) ? again(call, pause) : Mono.error(failure);
	}

	private Mono<ClientResponse> again(Call call, long pause) {
		Mono<ClientResponse> attempt = attempt(call);
		return (pause != 0) ? Mono.delay(Duration.ofNanos(pause)).then(attempt) : attempt;
	}

	private void withBefore(Throwable failure) {
		if (this.before != null && this.before != failure) {
			failure.addSuppressed(this.before);
		}
		this.before = failure;
	}

	private Mono<ClientResponse> unavailable(IllegalStateException why) {
		this.filter.chooser().shortages().begins(this.serviceId, why);
		return refused(why);
	}

	private Mono<ClientResponse> refused(IllegalStateException why) {
		this.lifecycle.discarded(why);
		String message = String.valueOf(why.getMessage());
		return Mono.just(ClientResponse.create(HttpStatus.SERVICE_UNAVAILABLE).body(message).build());
	}

}
