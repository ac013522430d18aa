package dev.discovery.backend.dns;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Recorder;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceBackendContractTests;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Patience;
import dev.discovery.time.Randomness;
import dev.discovery.time.WarpedTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract, over sockets and a scripted nameserver, while the time between readings
 * is pushed on. An instance is an SRV record and its target's address; its id is that of
 * its address.
 */
class DnsBackendContractTests extends ServiceBackendContractTests {

	private static final Duration STEP = Duration.ofMillis(200);

	private final WarpedTime time = new WarpedTime("dns-contract");

	private final ScriptedDns dns = new ScriptedDns();

	private final Map<String, String> ids = new ConcurrentHashMap<>();

	@Override
	protected ServiceBackend open() {
		BackendRuntime runtime = new BackendRuntime("dns", this.time, this.time, Randomness.seeded(1),
				RegistryObserver.NONE);
		// the time that is pushed on must not make the server late
		return new DnsBackend(runtime,
				TestSettings.of(this.dns.address())
					.timeout(Duration.ofHours(1))
					.listed("orders", "payments", "users")
					.service("secured", "_secure._tcp.test", null, true)
					.settings());
	}

	@AfterEach
	void close() {
		this.dns.close();
		this.time.close();
	}

	@Override
	protected void put(Instance instance) {
		String id = instance.getInstanceId();
		this.ids.put(id, Instance.defaultId(instance.getServiceId(), instance.getHost(), instance.getPort()));
		this.dns.zone.remove(id)
			.address(id, instance.getHost())
			.srv(instance.getServiceId(), 1, 1, instance.getPort(), id);
	}

	@Override
	protected void remove(Instance instance) {
		this.dns.zone.remove(instance.getInstanceId());
	}

	@Override
	protected void breakRegistry() {
		this.dns.zone.rcode = Rcode.SERVFAIL;
	}

	@Override
	protected void mendRegistry() {
		this.dns.zone.rcode = Rcode.NOERROR;
	}

	@Override
	protected void awaitIds(Recorder recorder, String... ids) {
		List<String> wanted = Stream.of(ids).map(this.ids::get).toList();
		await(() -> wanted.equals(recorder.ids()));
	}

	@Override
	protected void await(BooleanSupplier condition) {
		Patience.await().pollInterval(Duration.ofMillis(2)).until(() -> {
			boolean holds = condition.getAsBoolean();
			if (!holds) {
				this.time.warp(STEP);
			}
			return holds;
		});
	}

	@Override
	protected void settle() {
		for (int i = 0; i < 25; i++) {
			this.time.warp(Duration.ofSeconds(1));
			Patience.pass(Duration.ofMillis(2));
		}
	}

	@Override
	@Test
	protected void deliversACompleteSnapshotWithAllThatAnInstanceSays() {
		this.dns.zone.address("seven", "10.0.0.7").srv("secure", 3, 5, 8443, "seven");
		this.backend.watch("secured", this.recorder);
		await(() -> !this.recorder.snapshots().isEmpty());
		Instance seen = Objects.requireNonNull(this.recorder.snapshots().get(0).find("secured-10.0.0.7-8443"));
		assertThat(seen.getUri()).hasToString("https://10.0.0.7:8443");
		assertThat(seen.getMetadata()).containsOnly(Map.entry("weight", "5"), Map.entry("dns.target", "seven.test"));
	}

	/**
	 * DNS says nothing of health: who isn't well has no record.
	 */
	@Override
	@Test
	protected void includesInstancesThatAreNotUpWithTheirHealth() {
		put(instance("orders", 1));
		this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder, "orders-1");
		assertThat(this.recorder.snapshots().get(0).up()).hasSize(1);
	}

}
