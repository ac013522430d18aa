package dev.discovery.cloud.discovery;

import java.util.Collection;
import java.util.List;

import dev.discovery.directory.NoAnswerException;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.ServiceEntry;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Spring Cloud's blocking discovery client over the directory: what the registry says is
 * UP, straight from memory.
 * <p>
 * The lists are immutable and handed out as they are. Only the first lookup of a service
 * may wait, at most {@code discovery.cache.first-read-timeout}; it throws
 * {@link NoAnswerException} where the registry has never answered. The services, however,
 * are those that are known: none yet before the first answer, of which a heartbeat tells.
 * Spring Boot Admin asks for them while it starts, and would not.
 */
public final class SnapshotDiscoveryClient implements DiscoveryClient {

	/**
	 * Before Spring Cloud's simple client, which has 0: a composite stops at the first
	 * non-empty answer.
	 */
	public static final int ORDER = -100;

	private final ServiceDirectory directory;

	/**
	 * Creates a client.
	 * @param directory the local copy of the registry
	 */
	public SnapshotDiscoveryClient(ServiceDirectory directory) {
		this.directory = directory;
	}

	@Override
	public String description() {
		return "Discovery over " + this.directory.backendName();
	}

	@Override
	public List<ServiceInstance> getInstances(String serviceId) {
		return this.directory.lookup(serviceId).up();
	}

	@Override
	public List<String> getServices() {
		try {
			return List.copyOf(this.directory.names());
		}
		catch (NoAnswerException ex) {
			return List.of();
		}
	}

	/**
	 * Reads memory only: a registry that is down now never makes an application DOWN.
	 * @throws NoAnswerException if services were asked for and the registry has never
	 * answered about any of them
	 */
	@Override
	public void probe() {
		Collection<ServiceEntry> entries = this.directory.entries();
		if (entries.stream().noneMatch((entry) -> entry.current() != null || entry.isOutlived())) {
			entries.stream().filter((entry) -> entry.lastError() != null).findFirst().ifPresent((entry) -> {
				throw new NoAnswerException("The registry has never answered", entry.lastError());
			});
		}
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
