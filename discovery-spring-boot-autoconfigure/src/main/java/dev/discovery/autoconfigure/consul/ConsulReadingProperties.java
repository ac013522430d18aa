package dev.discovery.autoconfigure.consul;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.consul.ConsulReading;
import dev.discovery.backend.consul.ConsulReading.Consistency;
import dev.discovery.backend.consul.ConsulReading.Selection;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

/**
 * How services are read from Consul, and which of their instances.
 */
public abstract class ConsulReadingProperties {

	private static final String PREFIX = ConsulProperties.PREFIX;

	private static final Duration MIN_WAIT = Duration.ofSeconds(1);

	private static final Duration MAX_WAIT = Duration.ofMinutes(10);

	private static final int MAX_POLLS = 180;

	/**
	 * How long a blocking query is held while nothing changes.
	 */
	private Duration wait = Duration.ofSeconds(55);

	/**
	 * How many blocking queries are held at once, however many services are watched. An
	 * agent allows one client address 200 connections.
	 */
	private int maxPolls = 64;

	/**
	 * Which servers may answer.
	 */
	private Consistency consistency = Consistency.STALE;

	/**
	 * Whether an instance whose worst check is a warning gets calls.
	 */
	private boolean warningIsUp;

	/**
	 * Sort instances by their round-trip time from this node; '_agent' is the agent's
	 * own.
	 */
	private @Nullable String near;

	/**
	 * Which tagged address instances are called at, such as 'lan' or 'wan'. Defaults to
	 * the plain address.
	 */
	private @Nullable String taggedAddress;

	/**
	 * Where to look for instances: there only. Defaults to the agent's own datacenter.
	 */
	private @Nullable String datacenter;

	/**
	 * Several datacenters, in place of 'datacenter'. The agent's own comes first; each
	 * counts only while those before it have no instance that is up.
	 */
	private List<String> datacenters = new ArrayList<>();

	/**
	 * Tags that an instance must all have.
	 */
	private List<String> tags = new ArrayList<>();

	/**
	 * An expression of Consul's filter language that an instance must match, such as
	 * 'Service.Meta.version == "2"'.
	 */
	private @Nullable String filter;

	/**
	 * What differs for one service, by its id.
	 */
	private Map<String, ConsulServiceProperties> services = new LinkedHashMap<>();

	public Duration getWait() {
		return this.wait;
	}

	public void setWait(Duration wait) {
		this.wait = wait;
	}

	public int getMaxPolls() {
		return this.maxPolls;
	}

	public void setMaxPolls(int maxPolls) {
		this.maxPolls = maxPolls;
	}

	public Consistency getConsistency() {
		return this.consistency;
	}

	public void setConsistency(Consistency consistency) {
		this.consistency = consistency;
	}

	public boolean isWarningIsUp() {
		return this.warningIsUp;
	}

	public void setWarningIsUp(boolean warningIsUp) {
		this.warningIsUp = warningIsUp;
	}

	public @Nullable String getNear() {
		return this.near;
	}

	public void setNear(@Nullable String near) {
		this.near = near;
	}

	public @Nullable String getTaggedAddress() {
		return this.taggedAddress;
	}

	public void setTaggedAddress(@Nullable String taggedAddress) {
		this.taggedAddress = taggedAddress;
	}

	public @Nullable String getDatacenter() {
		return this.datacenter;
	}

	public void setDatacenter(@Nullable String datacenter) {
		this.datacenter = datacenter;
	}

	public List<String> getDatacenters() {
		return this.datacenters;
	}

	public void setDatacenters(List<String> datacenters) {
		this.datacenters = datacenters;
	}

	public List<String> getTags() {
		return this.tags;
	}

	public void setTags(List<String> tags) {
		this.tags = tags;
	}

	public @Nullable String getFilter() {
		return this.filter;
	}

	public void setFilter(@Nullable String filter) {
		this.filter = filter;
	}

	public Map<String, ConsulServiceProperties> getServices() {
		return this.services;
	}

	public void setServices(Map<String, ConsulServiceProperties> services) {
		this.services = services;
	}

	ConsulReading toReading() {
		if (this.wait.compareTo(MIN_WAIT) < 0 || this.wait.compareTo(MAX_WAIT) > 0) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "wait", this.wait.toString(), "must be from 1s to 10m",
					"Use a value that proxies on the way to Consul allow, such as 55s; Consul itself allows 10m.");
		}
		PropertyRules.between(PREFIX + "max-polls", this.maxPolls, 1, MAX_POLLS,
				"Use a number below the agent's limits.http_max_conns_per_client, which is 200 by default.");
		Selection byDefault = select(PREFIX, allDatacenters(), this.tags, this.filter);
		Map<String, Selection> selections = new LinkedHashMap<>();
		this.services.forEach((serviceId, service) -> selections.put(serviceId,
				service.toSelection(PropertyName.of(PREFIX + "services", serviceId) + ".", byDefault)));
		return new ConsulReading(this.wait, this.maxPolls, this.consistency, this.warningIsUp,
				PropertyRules.textOrNull(this.near), PropertyRules.textOrNull(this.taggedAddress), byDefault,
				selections);
	}

	private List<String> allDatacenters() {
		String only = PropertyRules.textOrNull(this.datacenter);
		if (only == null) {
			return this.datacenters;
		}
		if (!this.datacenters.isEmpty()) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "datacenter", only,
					"is set, and so is " + PREFIX + "datacenters",
					"Keep one of them: datacenter for one, datacenters for several.");
		}
		return List.of(only);
	}

	static Selection select(String prefix, List<String> datacenters, List<String> tags, @Nullable String filter) {
		PropertyRules.noBlankElement(prefix + "datacenters", datacenters);
		PropertyRules.noBlankElement(prefix + "tags", tags);
		return new Selection(datacenters, tags, PropertyRules.textOrNull(filter));
	}

}
