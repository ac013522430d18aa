package dev.discovery.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Five changes a second: lookups see each of them, listeners at most one a second.
 */
class FlappingTests {

	private static final Instance ONE = ScriptedBackend.instance("orders", 1);

	private static final Instance TWO = ScriptedBackend.instance("orders", 2);

	private static final Instance THREE = ScriptedBackend.instance("orders", 3);

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	private final List<String> heard = new ArrayList<>();

	FlappingTests() {
		this.directory.listen(new DirectoryListener() {

			@Override
			public void onChange(@Nullable ServiceSnapshot previous, ServiceSnapshot current) {
				FlappingTests.this.heard
					.add(((previous != null) ? previous.up().size() : "none") + " -> " + current.up().size());
			}

			@Override
			public void onNamesChange() {
				FlappingTests.this.heard.add("names");
			}

		});
	}

	@Test
	void showsEachChangeAtOnceAndTellsOnePerSecondAndTheLastStateInTime() {
		answer(ONE, TWO);
		int told = 0;
		for (int second = 0; second < 10; second++) {
			for (int i = 0; i < 5; i++) {
				Instance[] instances = (i % 2 == 0) ? new Instance[] { ONE, TWO, THREE } : new Instance[] { ONE, TWO };
				answer(instances);
				assertThat(this.directory.lookup("orders").up()).hasSize(instances.length);
				this.time.advance(Duration.ofMillis(200));
			}
			assertThat(this.heard.size() - told).isLessThanOrEqualTo(2);
			told = this.heard.size();
		}
		assertThat(this.heard).hasSizeBetween(1, 11);
		answer(ONE);
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.heard.get(this.heard.size() - 1)).endsWith("-> 1");
	}

	@Test
	void tellsWhatWasToldLastAsThePreviousStateAndNothingOfADetour() {
		answer(ONE);
		answer(ONE, TWO);
		assertThat(this.heard).containsExactly("1 -> 2");
		answer(ONE);
		answer(ONE, TWO, THREE);
		assertThat(this.heard).hasSize(1);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.heard).containsExactly("1 -> 2", "2 -> 3");
		this.time.advance(Duration.ofSeconds(5));
		answer(ONE, TWO);
		answer(ONE, TWO, THREE);
		answer(ONE, TWO);
		this.time.advance(Duration.ofSeconds(5));
		assertThat(this.heard).containsExactly("1 -> 2", "2 -> 3", "3 -> 2");
	}

	@Test
	void dampsNamesToo() {
		this.directory.namesAsync();
		this.backend.answerNames("orders");
		for (int i = 0; i < 50; i++) {
			if (i % 2 == 0) {
				this.backend.answerNames("orders", "billing");
			}
			else {
				this.backend.answerNames("orders");
			}
			this.time.advance(Duration.ofMillis(190));
		}
		assertThat(this.heard).hasSizeBetween(1, 11).containsOnly("names");
	}

	@Test
	void tellsEachServiceAtOnce() {
		for (int i = 0; i < 20; i++) {
			String service = "service-" + i;
			this.directory.entry(service);
			this.backend.answer(service);
			this.backend.answer(service, ScriptedBackend.instance(service, 1));
		}
		assertThat(this.heard).hasSize(20);
	}

	private void answer(Instance... instances) {
		this.directory.entry("orders");
		this.backend.answer("orders", instances);
	}

}
