package dev.discovery.autoconfigure.consul;

import java.util.List;

import dev.discovery.backend.consul.ConsulReading.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Which instances of one service are wanted. What is not set is as for all.
 */
public class ConsulServiceProperties {

	/**
	 * Where to look for its instances.
	 */
	private @Nullable List<String> datacenters;

	/**
	 * Tags that an instance must all have.
	 */
	private @Nullable List<String> tags;

	/**
	 * An expression of Consul's filter language that an instance must match.
	 */
	private @Nullable String filter;

	public @Nullable List<String> getDatacenters() {
		return this.datacenters;
	}

	public void setDatacenters(@Nullable List<String> datacenters) {
		this.datacenters = datacenters;
	}

	public @Nullable List<String> getTags() {
		return this.tags;
	}

	public void setTags(@Nullable List<String> tags) {
		this.tags = tags;
	}

	public @Nullable String getFilter() {
		return this.filter;
	}

	public void setFilter(@Nullable String filter) {
		this.filter = filter;
	}

	Selection toSelection(String prefix, Selection general) {
		return ConsulReadingProperties.select(prefix,
				(this.datacenters != null) ? this.datacenters : general.datacenters(),
				(this.tags != null) ? this.tags : general.tags(),
				(this.filter != null) ? this.filter : general.filter());
	}

}
