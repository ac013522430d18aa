package dev.discovery.cloud.registry;

import java.util.List;

/**
 * Finds the host under which others reach this application: the answer of the first
 * source that has one.
 */
public final class HostSelection {

	private final List<HostSource> sources;

	/**
	 * Creates the selection.
	 * @param sources whom to ask, in this order; loopback is always the last
	 */
	public HostSelection(List<HostSource> sources) {
		this.sources = List.copyOf(sources);
	}

	/**
	 * Asks the sources. May resolve a name, so it must not be called where waiting is
	 * forbidden.
	 * @return the host, and why it is this one
	 */
	SelectedHost select() {
		for (HostSource source : this.sources) {
			SelectedHost selected = source.find();
			if (selected != null) {
				return selected;
			}
		}
		return new SelectedHost("127.0.0.1", "loopback, for want of any other address");
	}

}
