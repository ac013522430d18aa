package dev.discovery.cloud.loadbalancer;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Pool;
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
	 * @return the pool, or a {@link dev.discovery.directory.NoAnswerException}
	 */
	static Mono<Pool> of(Balancer balancer, String serviceId) {
		return (balancer.known(serviceId) != null) ? Mono.fromSupplier(() -> balancer.pool(serviceId))
				: Mono.fromCompletionStage(() -> balancer.poolAsync(serviceId)).publishOn(Schedulers.parallel());
	}

}
