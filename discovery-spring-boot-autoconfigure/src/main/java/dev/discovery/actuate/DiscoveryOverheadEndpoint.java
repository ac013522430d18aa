package dev.discovery.actuate;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.observe.Overhead;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@code /actuator/discoveryoverhead}: what discovery costs this application, measured
 * since its start. Reads memory.
 */
@Endpoint(id = "discoveryoverhead", defaultAccess = Access.READ_ONLY)
public final class DiscoveryOverheadEndpoint {

	private final ServiceDirectory directory;

	private final Overhead overhead;

	/**
	 * Creates the endpoint.
	 * @param directory what is held
	 * @param overhead what was counted
	 */
	public DiscoveryOverheadEndpoint(ServiceDirectory directory, Overhead overhead) {
		this.directory = directory;
		this.overhead = overhead;
	}

	/**
	 * What discovery costs.
	 * @return the figures
	 */
	@ReadOperation
	public OverheadDescriptor overhead() {
		Overhead.Counts counts = this.overhead.counts();
		Collection<ServiceEntry> entries = this.directory.entries();
		Footprint footprint = new Footprint();
		int instances = 0;
		for (ServiceEntry entry : entries) {
			ServiceSnapshot snapshot = entry.current();
			if (snapshot != null) {
				footprint.add(snapshot);
				instances += snapshot.instances().size();
			}
		}
		return new OverheadDescriptor(counts.over(),
				new LookupsDescriptor(counts.fromMemory(), counts.stale(), counts.waited(), counts.hitRate()),
				new RequestsDescriptor(counts.requestsPerSecond(), counts.requests()),
				new HoldingDescriptor(entries.size(), instances, footprint.bytes()));
	}

	/**
	 * What discovery costs.
	 *
	 * @param measuredOver for how long it was counted
	 * @param lookups what the application asked
	 * @param registryRequests what the registry was asked
	 * @param held what is held meanwhile
	 */
	public record OverheadDescriptor(Duration measuredOver, LookupsDescriptor lookups,
			RequestsDescriptor registryRequests, HoldingDescriptor held) {
	}

	/**
	 * What the application asked.
	 *
	 * @param fromMemory lookups that were answered at once
	 * @param stale those of them that the registry couldn't confirm at the time
	 * @param waited lookups that waited for a first answer
	 * @param hitRate the part that was answered from memory, from 0 to 1
	 */
	public record LookupsDescriptor(long fromMemory, long stale, long waited, double hitRate) {
	}

	/**
	 * What the registry was asked.
	 *
	 * @param perSecond on average since the start
	 * @param byOperation how many there were; a long poll is one
	 */
	public record RequestsDescriptor(double perSecond, Map<String, Overhead.Requests> byOperation) {
	}

	/**
	 * What is held.
	 *
	 * @param openWatches services that are followed
	 * @param instances all that are listed
	 * @param bytes an estimate of what the lists take
	 */
	public record HoldingDescriptor(int openWatches, int instances, long bytes) {
	}

}
