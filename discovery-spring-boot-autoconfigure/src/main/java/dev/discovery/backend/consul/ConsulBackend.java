package dev.discovery.backend.consul;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.JointWatch;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.PollingBackend;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import dev.discovery.backend.http.RegistryHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Reads Consul's catalog by blocking queries. Safe for use by several threads; callbacks
 * run on the client's threads or on the scheduler's.
 */
public final class ConsulBackend implements ServiceBackend {

	private static final String OWN = "";

	private final BackendRuntime runtime;

	private final RegistryHttpClient http;

	private final ConsulSettings settings;

	private final int share;

	private final Map<String, ServiceBackend> datacenters = new ConcurrentHashMap<>();

	/**
	 * Creates the backend; it asks nothing before the first watch.
	 * @param runtime what it runs on
	 * @param http the way to Consul, which sends the token; not closed by the backend
	 * @param settings which Consul, and how to read it
	 */
	public ConsulBackend(BackendRuntime runtime, RegistryHttpClient http, ConsulSettings settings) {
		this.runtime = runtime;
		this.http = http;
		this.settings = settings;
		this.share = Math.max(1, settings.reading().maxPolls() / countDatacenters(settings.reading()));
	}

	private static int countDatacenters(ConsulReading reading) {
		Set<String> all = new LinkedHashSet<>(asked(reading.byDefault()));
		reading.services().values().forEach((selection) -> all.addAll(asked(selection)));
		return all.size();
	}

	/**
	 * One means just that one; several come after the agent's own.
	 */
	private static Set<String> asked(ConsulReading.Selection selection) {
		Set<String> asked = new LinkedHashSet<>();
		if (selection.datacenters().size() != 1) {
			asked.add(OWN);
		}
		asked.addAll(selection.datacenters());
		return asked;
	}

	@Override
	public String name() {
		return this.runtime.name();
	}

	@Override
	public String origin() {
		ConsulSettings.Tenancy tenancy = this.settings.tenancy();
		ConsulReading reading = this.settings.reading();
		StringJoiner origin = new StringJoiner(" ").add(name())
			.add(this.settings.urls().toString())
			.add(String.valueOf(tenancy.namespace()))
			.add(String.valueOf(tenancy.partition()))
			.add(text(reading.byDefault()));
		new TreeMap<>(reading.services()).forEach((id, selection) -> origin.add(id).add(text(selection)));
		return origin.toString();
	}

	private static String text(ConsulReading.Selection selection) {
		return selection.datacenters() + " " + selection.tags() + " " + selection.filter();
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		List<ServiceBackend> backends = backends(this.settings.reading().selection(serviceId));
		return (backends.size() == 1) ? backends.get(0).watch(serviceId, listener)
				: JointWatch.first(backends, serviceId, listener);
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		List<ServiceBackend> backends = backends(this.settings.reading().byDefault());
		return (backends.size() == 1) ? backends.get(0).watchNames(listener) : JointWatch.names(backends, listener);
	}

	private List<ServiceBackend> backends(ConsulReading.Selection selection) {
		List<ServiceBackend> backends = new ArrayList<>();
		asked(selection).forEach((name) -> backends.add(this.datacenters.computeIfAbsent(name, this::datacenter)));
		return backends;
	}

	private ServiceBackend datacenter(String name) {
		ConsulReading reading = this.settings.reading();
		@Nullable String datacenter = name.equals(OWN) ? null : name;
		return new PollingBackend(this.runtime, new ConsulReader(this.runtime, this.http, this.settings, datacenter),
				new PollingBackend.Settings(reading.maxWait(), ConsulReader.answerTimeout(reading.maxWait()),
						this.share, reading.near() != null));
	}

	@Override
	public void close() {
		this.datacenters.values().forEach(ServiceBackend::close);
	}

}
