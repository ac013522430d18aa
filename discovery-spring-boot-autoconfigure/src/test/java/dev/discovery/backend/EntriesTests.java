package dev.discovery.backend;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class EntriesTests {

	private final List<String> dropped = new ArrayList<>();

	private final VirtualTime time = new VirtualTime();

	private final BackendRuntime runtime = new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(1),
			new RegistryObserver() {

				@Override
				public void dropped(String backend, String reason) {
					EntriesTests.this.dropped.add(backend + " " + reason);
				}

			});

	@Test
	void keepsTheGoodOnesAndCountsTheBadOnes() {
		List<Instance> instances = Entries.collect(this.runtime,
				List.of("a:80", "trusted.com@evil.com:80", "b:x", "-", "c:81", "d"), EntriesTests::parse);
		assertThat(instances).extracting(Instance::getAuthority).containsExactly("a:80", "c:81");
		assertThat(this.dropped).containsExactly("scripted invalid", "scripted malformed", "scripted malformed");
	}

	@Test
	void logsNeitherLineBreaksNorSecretsOfWhatItLeavesOut() {
		Logger logger = (Logger) LoggerFactory.getLogger(Entries.class);
		ListAppender<ILoggingEvent> logged = new ListAppender<>();
		Level before = logger.getLevel();
		logger.setLevel(Level.TRACE);
		logger.addAppender(logged);
		logged.start();
		try {
			Entries.collect(this.runtime, List.of("a\r\nFAKE:80", "a:80\r\nFAKE"), EntriesTests::parse);
		}
		finally {
			logger.detachAppender(logged);
			logger.setLevel(before);
		}
		assertThat(this.dropped).containsExactly("scripted invalid", "scripted malformed");
		assertThat(logged.list).hasSize(2).allSatisfy((event) -> {
			assertThat(event.getFormattedMessage()).startsWith("Left out an entry of 'scripted'").isPrintable();
			assertThat(event.getThrowableProxy()).isNull();
		});
		assertThat(logged.list.get(1).getFormattedMessage()).doesNotContain("FAKE");
	}

	private static @Nullable Instance parse(String entry) {
		if (entry.equals("-")) {
			return null;
		}
		String[] parts = entry.split(":");
		return Instance.builder("orders", parts[0], Integer.parseInt(parts[1])).build();
	}

}
