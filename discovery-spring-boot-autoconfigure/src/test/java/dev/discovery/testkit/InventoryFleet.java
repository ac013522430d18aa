package dev.discovery.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;

/**
 * Instances of {@link Inventory}, each in a process of its own. Those that have died are
 * replaced when somebody asks for a complete fleet.
 */
public final class InventoryFleet implements AutoCloseable {

	private final Map<String, ApplicationProcess> processes = new ConcurrentSkipListMap<>();

	private final ScratchFolder folder = new ScratchFolder("fleet");

	private final List<Path> journals = new ArrayList<>();

	private final List<String> properties;

	private final Supplier<List<String>> passing;

	private final String prefix;

	/**
	 * A fleet of nobody.
	 * @param properties where its instances register, and how
	 * @param passing the ids that the registry sends callers to
	 */
	public InventoryFleet(List<String> properties, Supplier<List<String>> passing) {
		this("inventory-", properties, passing);
	}

	/**
	 * A fleet of nobody beside other fleets.
	 * @param prefix what the ids of its instances begin with
	 * @param properties where its instances register, and how
	 * @param passing the ids that the registry sends callers to
	 */
	public InventoryFleet(String prefix, List<String> properties, Supplier<List<String>> passing) {
		this.prefix = prefix;
		this.properties = List.copyOf(properties);
		this.passing = passing;
	}

	/**
	 * Starts as many as are missing, at the same time, and waits until the registry sends
	 * callers to all of them and to nobody else.
	 * @return the ids of all
	 */
	public List<String> complete(int count) {
		launch(count);
		List<String> ids = ids();
		try {
			Patience.await()
				.pollInterval(Duration.ofMillis(50))
				.atMost(Patience.START)
				.until(() -> isAnyDead() || this.passing.get().stream().sorted().toList().equals(ids));
		}
		catch (ConditionTimeoutException ex) {
			throw new IllegalStateException("the registry knows " + this.passing.get() + " instead of " + ids, ex);
		}
		if (isAnyDead()) {
			throw new IllegalStateException("one doesn't start:\n" + output());
		}
		return ids;
	}

	/**
	 * The same without waiting.
	 */
	public void launch(int count) {
		this.processes.entrySet().removeIf((entry) -> gone(entry.getValue()));
		while (this.processes.size() < count) {
			start(this.prefix + this.journals.size());
		}
	}

	private static boolean gone(ApplicationProcess process) {
		if (!process.isAlive()) {
			process.close();
			return true;
		}
		return false;
	}

	private void start(String id) {
		Path journal = this.folder.resolve(id);
		this.journals.add(journal);
		String[] arguments = Stream.concat(this.properties.stream(),
				Stream.of("server.port=0", "spring.application.name=inventory", "discovery.registration.host=127.0.0.1",
						"discovery.registration.instance-id=" + id, Inventory.JOURNAL + "=" + journal))
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		this.processes.put(id, Inventory.start(arguments));
	}

	private boolean isAnyDead() {
		return !this.processes.values().stream().allMatch(ApplicationProcess::isAlive);
	}

	/**
	 * The ids of those that were started and not ended from here.
	 */
	public List<String> ids() {
		return List.copyOf(this.processes.keySet());
	}

	/**
	 * The process of one.
	 */
	public ApplicationProcess get(String id) {
		ApplicationProcess process = this.processes.get(id);
		if (process == null) {
			throw new IllegalArgumentException(id + " is none of " + ids());
		}
		return process;
	}

	/**
	 * The numbers of the orders that were received by any of the fleet, dead or alive, as
	 * often as they were.
	 */
	public List<String> orders() {
		return this.journals.stream().filter(Files::exists).flatMap((journal) -> lines(journal).stream()).toList();
	}

	private static List<String> lines(Path journal) {
		try {
			return Files.readAllLines(journal);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What all of them have printed.
	 */
	public String output() {
		StringBuilder text = new StringBuilder();
		this.processes.forEach((id, process) -> text.append(id).append(":\n").append(process.output()).append('\n'));
		return text.toString();
	}

	@Override
	public void close() {
		this.processes.values().forEach(ApplicationProcess::close);
		this.folder.close();
	}

}
