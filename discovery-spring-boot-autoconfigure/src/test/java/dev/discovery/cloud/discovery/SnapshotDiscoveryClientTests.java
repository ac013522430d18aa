package dev.discovery.cloud.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Health;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClient;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClient;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class SnapshotDiscoveryClientTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend,
			new DirectorySettings(Duration.ofMillis(20), Duration.ofMinutes(10), 10, Duration.ofSeconds(30)), this.time,
			this.time, DirectoryObserver.NONE);

	private final SnapshotDiscoveryClient client = new SnapshotDiscoveryClient(this.directory);

	private final SnapshotReactiveDiscoveryClient reactive = new SnapshotReactiveDiscoveryClient(this.directory, false);

	@Test
	void returnsWhatTheRegistrySaysIsUpInAStableOrderWithoutCopying() {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 2), ScriptedBackend.instance("orders", 1),
				ScriptedBackend.instance("orders", 3).withHealth(Health.DOWN));
		List<ServiceInstance> instances = this.client.getInstances("orders");
		assertThat(instances).extracting(ServiceInstance::getPort).containsExactly(1, 2);
		assertThat(this.client.getInstances("orders")).isSameAs(instances);
		StepVerifier.create(this.reactive.getInstances("orders").map(ServiceInstance::getPort))
			.expectNext(1, 2)
			.verifyComplete();
	}

	@Test
	void listsTheNames() {
		this.directory.namesAsync();
		this.backend.answerNames("orders", "billing");
		assertThat(this.client.getServices()).containsExactly("billing", "orders");
		StepVerifier.create(this.reactive.getServices()).expectNext("billing", "orders").verifyComplete();
	}

	@Test
	void knowsNoServicesBeforeTheFirstAnswer() {
		assertThat(this.client.getServices()).isEmpty();
		StepVerifier.create(this.reactive.getServices())
			.then(() -> this.time.advance(Duration.ofMillis(20)))
			.verifyComplete();
	}

	@Test
	void knowsNoInstancesForAGatewayWhereTheRegistryHasNotToldOfThem() {
		StepVerifier.create(new SnapshotReactiveDiscoveryClient(this.directory, true).getInstances("orders"))
			.then(() -> this.time.advance(Duration.ofMillis(20)))
			.verifyComplete();
	}

	@Test
	void failsInsteadOfPretendingThatNothingIsThere() {
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.client.getInstances("orders"));
		StepVerifier.create(this.reactive.getInstances("billing"))
			.then(() -> this.time.advance(Duration.ofMillis(20)))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(NoAnswerException.class));
	}

	@Test
	void neverBlocksAReactorThread() {
		this.directory.waitOnlyIf(ReactorThreads::mayBlock);
		assertThat(ReactorThreads.mayBlock()).isTrue();
		StepVerifier
			.create(Mono.fromCallable(() -> this.client.getInstances("orders")).subscribeOn(Schedulers.parallel()))
			.verifyErrorSatisfies((ex) -> assertThat(ex).hasMessageContaining("must not wait"));
	}

	@Test
	void isHealthyUntilTheRegistryHasNeverAnsweredAnything() {
		assertThatNoException().isThrownBy(this.client::probe);
		this.directory.entry("orders");
		assertThatNoException().isThrownBy(this.client::probe);
		this.backend.fail("orders");
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(this.client::probe);
		StepVerifier.create(this.reactive.reactiveProbe()).verifyError(NoAnswerException.class);
		this.backend.answer("orders");
		this.backend.fail("orders");
		assertThatNoException().isThrownBy(this.client::probe);
	}

	@Test
	void goesBeforeTheSimpleClient() {
		SimpleDiscoveryClient simple = new SimpleDiscoveryClient(new SimpleDiscoveryProperties());
		CompositeDiscoveryClient composite = new CompositeDiscoveryClient(
				new ArrayList<>(List.of(simple, this.client)));
		assertThat(composite.getDiscoveryClients()).containsExactly(this.client, simple);
		assertThat(this.reactive.getOrder()).isEqualTo(this.client.getOrder());
	}

	@Test
	void saysWhichBackendItFollows() {
		assertThat(this.client.description()).isEqualTo("Discovery over scripted");
		assertThat(this.reactive.description()).isEqualTo(this.client.description());
	}

}
