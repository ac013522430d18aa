package dev.discovery.example;

import java.io.IOException;
import java.time.Duration;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.PollingBackend;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceBackendContractTests;
import dev.discovery.backend.http.Credentials;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.model.Instance;
import dev.discovery.time.ThreadScheduler;
import org.junit.jupiter.api.AfterEach;

/**
 * The example of the documentation keeps the contract, over real sockets and threads.
 */
class PhonebookBackendTests extends ServiceBackendContractTests {

	private final PhonebookServer server = new PhonebookServer(Duration.ofHours(1));

	private final ThreadScheduler scheduler = new ThreadScheduler("phonebook-tests");

	private final BackendRuntime runtime = BackendRuntime.of("phonebook", this.scheduler);

	private final RegistryHttpClient http = new RegistryHttpClient(this.runtime, RegistryHttpClient.Settings.DEFAULT,
			() -> null, Credentials.NONE);

	PhonebookBackendTests() throws IOException {
	}

	@Override
	protected ServiceBackend open() {
		return new PollingBackend(this.runtime, new Phonebook(this.runtime, this.http, this.server.url()),
				PollingBackend.Settings.DEFAULT);
	}

	@AfterEach
	void closeAll() {
		this.http.close();
		this.scheduler.close();
		this.server.close();
	}

	@Override
	protected void put(Instance instance) {
		this.server.put(instance.getServiceId(), Phonebook.Entry.of(instance, instance.getHealth()));
	}

	@Override
	protected void remove(Instance instance) {
		this.server.remove(instance.getServiceId(), instance.getInstanceId());
	}

	@Override
	protected void breakRegistry() {
		this.server.setBroken(true);
	}

	@Override
	protected void mendRegistry() {
		this.server.setBroken(false);
	}

}
