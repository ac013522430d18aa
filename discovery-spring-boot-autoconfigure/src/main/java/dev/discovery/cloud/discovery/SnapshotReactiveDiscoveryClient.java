package dev.discovery.cloud.discovery;

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

	private final DiscoveryClient blocking;

	/**
	 * Creates a client.
	 * @param directory the local copy of the registry
	 */
	public SnapshotReactiveDiscoveryClient(ServiceDirectory directory) {
		this.directory = directory;
		this.blocking = new SnapshotDiscoveryClient(directory);
	}

	@Override
	public String description() {
		return this.blocking.description();
	}

	@Override
	public Flux<ServiceInstance> getInstances(String serviceId) {
		return Mono.fromCompletionStage(() -> this.directory.lookupAsync(serviceId))
			.flatMapIterable((snapshot) -> snapshot.up());
	}

	@Override
	public Flux<String> getServices() {
		return Mono.fromCompletionStage(() -> this.directory.namesAsync()).flatMapIterable((names) -> names);
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
