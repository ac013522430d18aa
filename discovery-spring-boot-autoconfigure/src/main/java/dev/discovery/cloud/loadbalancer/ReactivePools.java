package dev.discovery.cloud.loadbalancer;

import java.util.concurrent.CompletableFuture;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Pool;
import dev.discovery.balancing.policy.RequestView;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Pools for those who must not wait.
 */
final class ReactivePools {

	private ReactivePools() {
	}

	/**
	 * The pool, at once where it is known. Else it comes with the registry's first
	 * answer, and what follows is kept off the thread that brings it.
	 * @param balancer knows the pools
	 * @param serviceId the service
	 * @param request what is sent
	 * @return the pool, or a {@link dev.discovery.directory.NoAnswerException}
	 */
	static Mono<Pool> of(Balancer balancer, String serviceId, RequestView request) {
		return Mono.defer(() -> {
			CompletableFuture<Pool> pool = balancer.poolAsync(serviceId, request).toCompletableFuture();
			Mono<Pool> mono = Mono.fromFuture(pool, true);
			return pool.isDone() ? mono : mono.publishOn(Schedulers.parallel());
		});
	}

}
