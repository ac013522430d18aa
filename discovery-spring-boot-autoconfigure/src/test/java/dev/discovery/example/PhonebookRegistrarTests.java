package dev.discovery.example;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.LeaseKeeper;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.ServiceRegistrarContractTests;
import dev.discovery.backend.http.Credentials;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Patience;
import dev.discovery.time.ThreadScheduler;
import org.junit.jupiter.api.AfterEach;

/**
 * The example of the documentation registers as every registrar must.
 */
class PhonebookRegistrarTests extends ServiceRegistrarContractTests {

	private final PhonebookServer server = new PhonebookServer(Duration.ofMillis(1500));

	private final ThreadScheduler scheduler = new ThreadScheduler("phonebook-tests");

	private final BackendRuntime runtime = BackendRuntime.of("phonebook", this.scheduler);

	private final RegistryHttpClient http = new RegistryHttpClient(this.runtime, RegistryHttpClient.Settings.DEFAULT,
			() -> null, Credentials.NONE);

	private final LeaseKeeper keeper = new LeaseKeeper(this.runtime,
			new Phonebook(this.runtime, this.http, this.server.url()),
			LeaseKeeper.Settings.of(Duration.ofMillis(300), Duration.ofSeconds(1)));

	PhonebookRegistrarTests() throws IOException {
	}

	@Override
	protected ServiceRegistrar registrar() {
		return this.keeper;
	}

	@AfterEach
	void closeAll() {
		this.http.close();
		this.scheduler.close();
		this.server.close();
	}

	@Override
	protected List<Instance> registered(String serviceId) {
		return this.server.entries(serviceId).stream().map((entry) -> entry.instance(serviceId)).toList();
	}

	@Override
	protected void breakRegistry() {
		this.server.setBroken(true);
	}

	@Override
	protected void mendRegistry() {
		this.server.setBroken(false);
	}

	@Override
	protected void forget(Instance instance) {
		this.server.remove(instance.getServiceId(), instance.getInstanceId());
	}

	@Override
	protected void crash() {
		this.scheduler.close();
	}

	@Override
	protected void settle() {
		Patience.pass(Duration.ofMillis(1600));
	}

}
