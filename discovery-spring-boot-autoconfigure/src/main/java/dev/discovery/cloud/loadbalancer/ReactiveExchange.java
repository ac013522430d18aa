package dev.discovery.cloud.loadbalancer;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Call;
import dev.discovery.balancing.NoInstanceException;
import dev.discovery.balancing.Pool;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * One subscription to a load-balanced exchange. Whoever comes first ends an attempt:
 * response, error or cancellation, which may arrive on another thread.
 */
final class ReactiveExchange {

	private final BalancedExchangeFilterFunction filter;

	private final Balancer balancer;

	private final String serviceId;

	private final ClientRequest request;

	private final ExchangeFunction next;

	private final LifecycleCall lifecycle;

	private final BodyUse body = new BodyUse();

	private @Nullable Throwable before;

	ReactiveExchange(BalancedExchangeFilterFunction filter, String serviceId, ClientRequest request,
			ExchangeFunction next) {
		this.filter = filter;
		this.balancer = filter.chooser().balancer();
		this.serviceId = serviceId;
		this.request = request;
		this.next = next;
		this.lifecycle = filter.lifecycle(serviceId, request);
	}

	Mono<ClientResponse> run() {
		this.lifecycle.started();
		return ReactivePools.of(this.balancer, this.serviceId)
			.map(this::call)
			.onErrorResume(NoAnswerException.class, (ex) -> Mono.just(unavailable(ex)))
			.flatMap((response) -> response);
	}

	private Mono<ClientResponse> call(Pool pool) {
		boolean idempotent = BalancedLoadBalancerClient.isIdempotent(this.request.method());
		return attempt(this.balancer.call(pool, idempotent));
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
			this.filter.chooser().shortages().ends(this.serviceId);
			return exchange(call, instance, new AtomicBoolean(true));
		});
	}

	private Mono<ClientResponse> exchange(Call call, Instance instance, AtomicBoolean open) {
		return Mono.defer(() -> {
			ClientRequest routed = this.filter.route(this.request, instance);
			this.lifecycle.sent(instance);
			return this.next.exchange(this.body.watch(routed));
		}).doOnSuccess((response) -> {
			if (open.compareAndSet(true, false)) {
				succeeded(call, response);
			}
		}).doOnCancel(() -> {
			if (open.compareAndSet(true, false)) {
				call.cancelled();
				this.lifecycle.failed(new CancellationException("The caller gave up"));
			}
		}).onErrorResume((failure) -> open.compareAndSet(true, false) ? failed(call, failure) : Mono.error(failure));
	}

	private void succeeded(Call call, @Nullable ClientResponse response) {
		if (response != null) {
			call.succeeded(response.statusCode().is5xxServerError());
			this.lifecycle.answered(response);
		}
		else {
			call.cancelled();
			this.lifecycle.failed(new CancellationException("There was no response"));
		}
	}

	private Mono<ClientResponse> failed(Call call, Throwable failure) {
		boolean again = call.failed(failure, this.body.begun());
		this.lifecycle.failed(failure);
		if (this.before != null && this.before != failure) {
			failure.addSuppressed(this.before);
		}
		this.before = failure;
		return again ? attempt(call) : Mono.error(failure);
	}

	private Mono<ClientResponse> unavailable(IllegalStateException why) {
		this.lifecycle.discarded();
		this.filter.chooser().shortages().begins(this.serviceId, why);
		String message = String.valueOf(why.getMessage());
		return Mono.just(ClientResponse.create(HttpStatus.SERVICE_UNAVAILABLE).body(message).build());
	}

}
