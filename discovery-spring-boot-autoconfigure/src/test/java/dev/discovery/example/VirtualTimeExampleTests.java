package dev.discovery.example;

import java.time.Duration;
import java.util.List;

import dev.discovery.backend.RegistryObserver;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Provenance;
import dev.discovery.test.TestRegistry;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example in the documentation of a test without Spring, in which nothing happens by
 * itself.
 */
class VirtualTimeExampleTests {

	@Test
	void keepsInventoryInMindInAnOutage() {
		VirtualTime time = new VirtualTime();
		TestRegistry registry = new TestRegistry(time);
		ServiceDirectory directory = new ServiceDirectory(registry.backend(RegistryObserver.NONE),
				DirectorySettings.DEFAULT, time, time, DirectoryObserver.NONE);
		registry.add("inventory", 8081);
		directory.prewarm(List.of("inventory"));
		time.runDue();
		registry.outage();
		time.advance(Duration.ofDays(1));
		assertThat(directory.lookup("inventory").instances()).hasSize(1);
		assertThat(directory.lookup("inventory").provenance()).isEqualTo(Provenance.STALE);
	}

}
