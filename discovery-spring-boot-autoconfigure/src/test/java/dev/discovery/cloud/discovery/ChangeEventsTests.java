package dev.discovery.cloud.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
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
	void publishesNothingAfterItWasClosed() {
		follow("orders");
		this.changeEvents.close();
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.thread.runDue();
		assertThat(this.events).isEmpty();
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
