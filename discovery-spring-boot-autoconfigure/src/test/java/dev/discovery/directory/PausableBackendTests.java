package dev.discovery.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.TestRegistry;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class PausableBackendTests {

	private final VirtualTime time = new VirtualTime();

	private final TestRegistry registry = new TestRegistry(this.time);

	private final PausableBackend backend = new PausableBackend(this.registry.backend(RegistryObserver.NONE));

	private final List<String> heard = new ArrayList<>();

	private final WatchListener listener = new WatchListener() {

		@Override
		public void onSnapshot(ServiceSnapshot snapshot) {
			PausableBackendTests.this.heard.add(snapshot.instances().size() + " instances");
		}

		@Override
		public void onError(BackendException cause) {
			PausableBackendTests.this.heard.add(String.valueOf(cause.getMessage()));
		}

	};

	@BeforeEach
	void addOne() {
		this.registry.add("inventory", 8081);
	}

	@Test
	void saysNothingBetweenPauseAndResume() {
		this.backend.watch("inventory", this.listener);
		this.time.runDue();
		this.backend.pause();
		this.registry.add("inventory", 8082);
		this.time.runDue();
		assertThat(this.heard).containsExactly("1 instances", "the application is stopped");
		this.backend.resume();
		this.time.runDue();
		assertThat(this.heard).endsWith("the application is stopped", "2 instances");
	}

	@Test
	void opensLaterWhatIsAskedForMeanwhile() {
		this.backend.pause();
		this.backend.watch("inventory", this.listener);
		this.time.runDue();
		assertThat(this.heard).isEmpty();
		this.backend.resume();
		this.time.runDue();
		assertThat(this.heard).containsExactly("1 instances");
	}

	@Test
	void opensNothingThatWasClosedMeanwhile() {
		Watch watch = this.backend.watch("inventory", this.listener);
		this.time.runDue();
		this.backend.pause();
		watch.close();
		this.backend.resume();
		this.time.runDue();
		assertThat(this.heard).containsExactly("1 instances", "the application is stopped");
	}

	@Test
	void opensAgainWhatIsShutAtTheMomentOfResuming() {
		AtomicInteger opened = new AtomicInteger();
		AtomicReference<PausableBackend> paused = new AtomicReference<>();
		ServiceBackend real = this.registry.backend(RegistryObserver.NONE);
		ServiceBackend slow = mock(ServiceBackend.class);
		given(slow.watch(any(), any())).willAnswer((call) -> {
			Watch watch = real.watch(call.getArgument(0), call.getArgument(1));
			if (opened.getAndIncrement() != 0) {
				return watch;
			}
			paused.get().pause();
			return (Watch) () -> {
				watch.close();
				paused.get().resume();
			};
		});
		paused.set(new PausableBackend(slow));
		paused.get().watch("inventory", this.listener);
		this.time.runDue();
		assertThat(opened).hasValue(2);
		assertThat(this.heard).containsExactly("1 instances");
	}

	@Test
	void opensOneWatchHoweverOftenItResumes() {
		this.backend.watch("inventory", this.listener);
		this.backend.resume();
		this.backend.resume();
		this.time.runDue();
		assertThat(this.heard).containsExactly("1 instances");
	}

}
