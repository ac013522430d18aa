package dev.discovery.survival;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.discovery.testkit.CallReport;
import dev.discovery.testkit.Caller;
import dev.discovery.testkit.InventoryFleet;
import dev.discovery.testkit.Patience;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A registry, three inventories in processes of their own, and two callers of theirs: one
 * in this JVM, which has spring-retry, and one in a process of its own, which hasn't.
 */
final class Scene implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Scene.class);

	static final String SERVICE = "inventory";

	static final String CALLERS = "caller";

	private static final int SIZE = 3;

	private static final String RETRY = "spring-retry";

	/**
	 * Calls take a multiple of it until the callers' and the inventories' code is
	 * compiled.
	 */
	private static final Duration WARM = Duration.ofMillis(50);

	private static final Duration WARM_UP = Duration.ofMillis(700);

	private final Path snapshots;

	final Registry registry;

	final InventoryFleet fleet;

	private final Caller with;

	private Caller without;

	private boolean registryDown;

	private Scene(Registry registry, Path snapshots) {
		this.registry = registry;
		this.snapshots = snapshots;
		registry.start();
		this.fleet = new InventoryFleet(registry.properties(), () -> registry.passing(SERVICE));
		this.fleet.launch(SIZE);
		this.without = start("without-retry", "first");
		this.with = Caller.here("with-retry", callerProperties("here"));
		this.without.awaitReady();
	}

	/**
	 * Starts all of it.
	 * @param registry not started yet, and not closed by the scene
	 * @param snapshots where callers may keep what they know
	 */
	static Scene open(Registry registry, Path snapshots) {
		return new Scene(registry, snapshots);
	}

	private Caller start(String name, String snapshots) {
		return Caller.start(name, RETRY, callerProperties(snapshots));
	}

	/**
	 * Stops the distant caller and starts it again with the snapshots that it has
	 * written; under another name, so that no POST of its has a number that was used.
	 */
	Caller restartDistant() {
		this.without.process().terminate();
		this.without.close();
		this.without = start(this.without.name() + "-again", "first");
		return this.without;
	}

	/**
	 * Starts a caller without any snapshot.
	 */
	Caller startIgnorant() {
		return start("ignorant", "none");
	}

	private List<String> callerProperties(String snapshots) {
		return Stream
			.concat(this.registry.hastyProperties().stream(),
					Stream.of("discovery.cache.snapshot.directory=" + this.snapshots.resolve(snapshots)))
			.toList();
	}

	/**
	 * Whether each of the callers has the library that it should have.
	 */
	boolean isAsDescribed() {
		return this.with.has(RETRY) && !this.without.has(RETRY);
	}

	/**
	 * Both.
	 */
	List<Caller> callers() {
		return List.of(this.with, this.without);
	}

	/**
	 * The one with a process of its own.
	 */
	Caller distant() {
		return this.without;
	}

	/**
	 * Replaces whoever has died and puts load on it until everything is warm; then the
	 * load that counts begins.
	 * @return the ids of the inventories
	 */
	List<String> warm() {
		revive();
		List<String> ids = this.fleet.complete(SIZE);
		Patience.await().until(() -> isWarm(ids));
		startLoad();
		Timing.awaitLoad(Instant.now(), Timing.LOAD.dividedBy(6));
		return ids;
	}

	private boolean isWarm(List<String> ids) {
		startLoad();
		Timing.awaitLoad(Instant.now(), WARM_UP);
		return callers().stream()
			.map(Caller::stopLoad)
			.filter((report) -> report.answersSince(Instant.MIN).keySet().containsAll(ids))
			.filter((report) -> report.time(0.5).compareTo(WARM) < 0)
			.count() == callers().size();
	}

	/**
	 * Kills the registry, which is started again before the next load that counts.
	 */
	void killRegistry() {
		this.registry.kill();
		this.registryDown = true;
	}

	private void revive() {
		if (this.registryDown) {
			this.registry.start();
			this.registryDown = false;
		}
	}

	void startLoad() {
		callers().forEach(Caller::startLoad);
	}

	/**
	 * What has become of it, by the name of the caller.
	 */
	Map<String, CallReport> stopLoad() {
		Map<String, CallReport> reports = new LinkedHashMap<>();
		for (Caller caller : callers()) {
			CallReport report = caller.stopLoad();
			logger.info(caller.name() + ": " + report.summary());
			reports.put(caller.name(), report);
		}
		return reports;
	}

	/**
	 * Fails if an inventory has received an order that it or another one had already, or
	 * if one that was answered is missing.
	 */
	void assertReceivedOnce(CallReport report) {
		List<String> received = this.fleet.orders();
		assertThat(received).doesNotHaveDuplicates();
		assertThat(Set.copyOf(received)).containsAll(report.answered("POST"));
	}

	/**
	 * Ends an inventory as one should.
	 * @return how long that has taken
	 */
	Duration end(String id) {
		Instant begin = Instant.now();
		this.fleet.get(id).terminate();
		return Timing.figure("end", begin);
	}

	@Override
	public void close() {
		this.with.close();
		this.without.close();
		this.fleet.close();
	}

}
