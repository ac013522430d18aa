package dev.discovery.cloud.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.HeartbeatMonitor;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeEventsTests {

	private final VirtualTime time = new VirtualTime();

	private final VirtualTime thread = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	private final List<Object> events = new ArrayList<>();

	private final ChangeEvents changeEvents = new ChangeEvents(this.directory, this::publish, this.thread);

	@Test
	void publishesAChangeAndAHeartbeatWithANewValue() {
		follow("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.thread.runDue();
		pass(Duration.ofSeconds(1));
		this.backend.answer("orders");
		this.thread.runDue();
		assertThat(this.events).hasExactlyElementsOfTypes(ServiceChangedEvent.class, HeartbeatEvent.class,
				ServiceChangedEvent.class, HeartbeatEvent.class);
		ServiceChangedEvent change = (ServiceChangedEvent) this.events.get(0);
		assertThat(change.getServiceId()).isEqualTo("orders");
		assertThat(change.getPrevious().up()).isEmpty();
		assertThat(change.getCurrent().up()).hasSize(1);
		HeartbeatMonitor monitor = new HeartbeatMonitor();
		assertThat(monitor.update(((HeartbeatEvent) this.events.get(1)).getValue())).isTrue();
		assertThat(monitor.update(((HeartbeatEvent) this.events.get(3)).getValue())).isTrue();
	}

	@Test
	void publishesNothingWhileTheContentStays() {
		follow("orders");
		this.backend.answer("orders");
		this.backend.fail("orders");
		this.backend.answer("orders");
		this.time.advance(Duration.ofMinutes(5));
		this.thread.runDue();
		assertThat(this.events).isEmpty();
	}

	@Test
	void publishesOneHeartbeatForManyChangesThatCameTogether() {
		for (int service = 0; service < 20; service++) {
			follow("service-" + service);
			this.backend.answer("service-" + service, ScriptedBackend.instance("service-" + service, 1));
		}
		this.thread.runDue();
		assertThat(this.events).filteredOn(HeartbeatEvent.class::isInstance).hasSize(1);
		assertThat(this.events).filteredOn(ServiceChangedEvent.class::isInstance).hasSize(20);
	}

	@Test
	void publishesAHeartbeatWhenAServiceAppearsOrGoes() {
		this.directory.namesAsync();
		this.backend.answerNames("orders");
		this.backend.answerNames("orders", "billing");
		this.thread.runDue();
		assertThat(this.events).hasExactlyElementsOfTypes(HeartbeatEvent.class);
	}

	@Test
	void goesOnFollowingWhatAListenerReadsBecauseItReadsOnlyWhenTold() {
		follow("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.thread.runDue();
		this.time.advance(Duration.ofHours(2));
		assertThat(this.backend.watched()).containsExactly("admin");
	}

	@Test
	void publishesOneEventAndOneHeartbeatASecondForAServiceThatFlaps() {
		follow("orders");
		for (int i = 0; i < 50; i++) {
			this.backend.answer("orders",
					(i % 2 == 0) ? new Instance[] { ScriptedBackend.instance("orders", 1) } : new Instance[0]);
			pass(Duration.ofMillis(200));
		}
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1), ScriptedBackend.instance("orders", 2));
		pass(Duration.ofSeconds(1));
		List<ServiceChangedEvent> changes = this.events.stream()
			.filter(ServiceChangedEvent.class::isInstance)
			.map(ServiceChangedEvent.class::cast)
			.toList();
		assertThat(changes).hasSizeBetween(5, 11);
		assertThat(changes.get(changes.size() - 1).getCurrent().up()).hasSize(2);
		for (int i = 1; i < changes.size(); i++) {
			assertThat(changes.get(i).getPrevious()).isSameAs(changes.get(i - 1).getCurrent());
		}
		assertThat(this.events).filteredOn(HeartbeatEvent.class::isInstance).hasSizeBetween(5, 11);
	}

	@Test
	void publishesOneHeartbeatASecondForManyServicesThatChange() {
		for (int i = 0; i < 40; i++) {
			follow("service-" + i);
			this.backend.answer("service-" + i, ScriptedBackend.instance("service-" + i, 1));
			pass(Duration.ofMillis(100));
		}
		pass(Duration.ofSeconds(1));
		assertThat(this.events).filteredOn(ServiceChangedEvent.class::isInstance).hasSize(40);
		assertThat(this.events).filteredOn(HeartbeatEvent.class::isInstance).hasSizeBetween(4, 5);
	}

	@Test
	void publishesNothingAfterItWasClosed() {
		follow("orders");
		this.changeEvents.close();
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.thread.runDue();
		assertThat(this.events).isEmpty();
	}

	private void pass(Duration duration) {
		this.time.advance(duration);
		this.thread.advance(duration);
	}

	private void follow(String serviceId) {
		this.directory.entry(serviceId);
		this.backend.answer(serviceId);
	}

	private void publish(Object event) {
		this.events.add(event);
		if (event instanceof HeartbeatEvent) {
			this.directory.entry("admin");
		}
	}

}
