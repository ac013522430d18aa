package dev.discovery.autoconfigure.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.SnapshotStore;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CacheAutoConfigurationTests {

	@TempDir
	private Path temporary;

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class))
		.withBean(VirtualTime.class, () -> this.time);

	private final ApplicationContextRunner scripted = this.runner.withBean(ScriptedBackend.class, () -> this.backend);

	@Test
	void keepsNoCopyOfARegistryInThisJvm() {
		this.runner.withConfiguration(AutoConfigurations.of(InMemoryBackendAutoConfiguration.class))
			.withPropertyValues("discovery.cache.snapshot.enabled=true")
			.run((context) -> assertThat(context.getBean(SnapshotStore.class)).isSameAs(SnapshotStore.NONE));
	}

	@Test
	void keepsACopyOfAnyOtherRegistryUnlessThatIsSwitchedOff() {
		this.scripted
			.withPropertyValues("discovery.cache.snapshot.enabled=true",
					"discovery.cache.snapshot.directory=" + this.temporary, "spring.application.name=../orders")
			.run((context) -> {
				assertThat(context.getBean(SnapshotStore.class)).isInstanceOf(ExaminedSnapshots.class);
				context.getBean(SnapshotStore.class).load("orders").join();
				assertThat(this.temporary.toFile().list()).singleElement()
					.asString()
					.matches("___orders-scripted-[0-9a-f]{16}");
			});
		this.scripted.withPropertyValues("discovery.cache.snapshot.enabled=false")
			.run((context) -> assertThat(context.getBean(SnapshotStore.class)).isSameAs(SnapshotStore.NONE));
	}

	@Test
	void keepsCopiesOfEachApplicationAndRegistryApart() {
		List<Path> one = SnapshotFolders.of(null, "orders", "consul", "consul http://a");
		assertThat(one).hasSize(2);
		assertThat(one.get(0).getParent()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
		assertThat(one.get(1).getParent()).isEqualTo(one.get(0));
		assertThat(SnapshotFolders.of(null, "orders", "consul", "consul http://a")).isEqualTo(one);
		assertThat(SnapshotFolders.of(null, "Orders", "consul", "consul http://a")).isNotEqualTo(one);
		assertThat(SnapshotFolders.of(null, "orders", "consul", "consul http://b").get(1)).isNotEqualTo(one.get(1));
		assertThat(
				SnapshotFolders.of(this.temporary, "x".repeat(300), "consul", "consul").get(0).getFileName().toString())
			.hasSizeLessThan(100);
	}

	@Test
	void boundsStalenessOfTheServicesThatAreNamed() {
		this.scripted.withPropertyValues("discovery.cache.services.orders.max-staleness=5m").run((context) -> {
			answer(context, "orders");
			answer(context, "billing");
			this.time.advance(Duration.ofMinutes(6));
			ServiceDirectory directory = context.getBean(ServiceDirectory.class);
			assertThat(directory.lookup("billing").up()).hasSize(1);
			assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> directory.lookup("orders"))
				.withMessageContaining("discovery.cache.services.orders.max-staleness");
		});
	}

	private void answer(ApplicationContext context, String serviceId) {
		context.getBean(ServiceDirectory.class).entry(serviceId);
		this.backend.answer(serviceId, ScriptedBackend.instance(serviceId, 1));
		this.backend.fail(serviceId);
	}

	@Test
	void namesThePropertyThatIsWrong() {
		for (String property : List.of("discovery.cache.limbo=-1s", "discovery.cache.max-staleness=0s",
				"discovery.cache.services.orders.max-staleness=-5m", "discovery.cache.snapshot.max-age=0s",
				"discovery.cache.snapshot.directory=a\0b")) {
			this.scripted.withPropertyValues(property)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(InvalidDiscoveryPropertyException.class)
					.hasMessageContaining(property.substring(0, property.indexOf('='))));
		}
	}

}
