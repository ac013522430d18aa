package dev.discovery.benchmarks;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Instance;
import dev.discovery.time.ThreadScheduler;
import dev.discovery.time.Ticker;

/**
 * A directory that knows one service.
 */
final class Fixture {

	private Fixture() {
	}

	static ServiceDirectory directory(String serviceId, int instances) {
		return directory(serviceId, instances, DirectoryObserver.NONE);
	}

	static ServiceDirectory directory(String serviceId, int instances, DirectoryObserver observer) {
		return directory(serviceId, observer,
				IntStream.range(0, instances).mapToObj((i) -> ScriptedBackend.instance(serviceId, i + 1)));
	}

	static ServiceDirectory directory(String serviceId, DirectoryObserver observer, Stream<Instance> instances) {
		ScriptedBackend backend = new ScriptedBackend();
		ServiceDirectory directory = new ServiceDirectory(backend, DirectorySettings.DEFAULT, Ticker.system(),
				new ThreadScheduler("benchmark"), observer);
		directory.entry(serviceId);
		backend.answer(serviceId, instances.toArray(Instance[]::new));
		return directory;
	}

}
