package dev.discovery.cloud.discovery;

import dev.discovery.directory.NoAnswerException;
import dev.discovery.directory.ServiceDirectory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;

/**
 * Spring Cloud's reactive discovery client over the directory: the same memory as the
 * blocking one, and a first read that nobody waits for.
 */
public final class SnapshotReactiveDiscoveryClient implements ReactiveDiscoveryClient {

	private final ServiceDirectory directory;

	private final boolean lenient;

	private final DiscoveryClient blocking;

	/**
	 * Creates a client.
	 * @param directory the local copy of the registry
	 * @param lenient whether a service of which nothing is known yet has no instances, of
	 * which a heartbeat will tell. Spring Cloud Gateway reads all services to make its
	 * routes, and would have none of them, nor start, where one fails
	 */
	public SnapshotReactiveDiscoveryClient(ServiceDirectory directory, boolean lenient) {
		this.directory = directory;
		this.lenient = lenient;
		this.blocking = new SnapshotDiscoveryClient(directory);
	}

	@Override
	public String description() {
		return this.blocking.description();
	}

	@Override
	public Flux<ServiceInstance> getInstances(String serviceId) {
		Flux<ServiceInstance> instances = Mono.fromCompletionStage(() -> this.directory.lookupAsync(serviceId))
			.flatMapIterable((snapshot) -> snapshot.up());
		return this.lenient ? instances.onErrorResume(NoAnswerException.class, (ex) -> Flux.empty()) : instances;
	}

	@Override
	public Flux<String> getServices() {
		return Mono.fromCompletionStage(() -> this.directory.namesAsync())
			.flatMapIterable((names) -> names)
			.onErrorResume(NoAnswerException.class, (ex) -> Flux.empty());
	}

	@Override
	public Mono<Void> reactiveProbe() {
		return Mono.fromRunnable(this.blocking::probe);
	}

	@Override
	public int getOrder() {
		return SnapshotDiscoveryClient.ORDER;
	}

}
