package dev.discovery.backend.gossip;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.gossip.swim.Swim;
import dev.discovery.backend.gossip.swim.SwimSettings;
import dev.discovery.time.WorkerPool;
import io.scalecube.cluster.transport.api.TransportFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Becomes a member: one attempt at a time, and each time that no seed answers twice as
 * long until the next, up to 15 s. To be called in the node's order.
 */
final class Joining implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Joining.class);

	private static final Duration FIRST = Duration.ofMillis(500);

	private static final int LONGEST = 5;

	private final BackendRuntime runtime;

	private final SwimSettings settings;

	private final UnaryOperator<TransportFactory> wire;

	private final Seeds.Resolver resolver;

	private final Executor serial;

	/** Looks seeds up. */
	private final WorkerPool worker = new WorkerPool("discovery-gossip", 1);

	private @Nullable CompletableFuture<Membership> attempt;

	/** Done when the port is free again. */
	private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);

	private @Nullable BackendException last;

	private int failures;

	private long notBefore;

	private boolean warned;

	private boolean closed;

	Joining(BackendRuntime runtime, SwimSettings settings, UnaryOperator<TransportFactory> wire,
			Seeds.Resolver resolver, Executor serial) {
		this.runtime = runtime;
		this.settings = settings;
		this.wire = wire;
		this.resolver = resolver;
		this.serial = serial;
	}

	/**
	 * Joins, unless that is under way.
	 * @param said what to say about this member
	 * @param events told of the others
	 */
	CompletableFuture<Membership> join(byte[] said, Membership.Events events) {
		if (this.attempt != null) {
			return this.attempt;
		}
		if (this.closed || (this.last != null && this.runtime.ticker().nanos() - this.notBefore < 0)) {
			return CompletableFuture.failedFuture((this.last != null) ? this.last : unreachable());
		}
		warnOnce();
		CompletableFuture<Membership> begun = new CompletableFuture<>();
		this.attempt = begun;
		this.before.thenRunAsync(() -> {
			try {
				begin(said, events, begun);
			}
			catch (RuntimeException ex) {
				this.serial.execute(() -> failed(cantTakePart(ex), events, begun));
			}
		}, this.worker);
		return begun;
	}

	/**
	 * Takes part no longer; to join again waits for it.
	 */
	void end(Membership membership) {
		this.before = membership.end();
	}

	private void begin(byte[] said, Membership.Events events, CompletableFuture<Membership> begun) {
		Seeds seeds = Seeds.of(this.settings, this.resolver);
		Membership membership = new Membership(this.serial, events, seeds.isFirst());
		Swim swim = Swim.begin(this.settings.withSeeds(seeds.others()), said, membership,
				() -> this.runtime.observer().dropped(this.runtime.name(), "malformed"), this.wire);
		swim.begun().whenComplete((done, failure) -> this.serial.execute(() -> {
			membership.began(swim);
			if (failure != null) {
				failed(cantTakePart(failure), events, begun);
			}
			else if (!membership.hasOthers() && !membership.mayBeAlone()) {
				end(membership);
				failed(unreachable(), events, begun);
			}
			else {
				this.attempt = null;
				this.last = null;
				this.failures = 0;
				begun.complete(membership);
			}
		}));
	}

	private void failed(BackendException cause, Membership.Events events, CompletableFuture<Membership> begun) {
		this.attempt = null;
		this.last = cause;
		long pause = FIRST.toNanos() << Math.min(this.failures++, LONGEST);
		this.notBefore = this.runtime.ticker().nanos() + pause
				- (long) (pause / 4 * this.runtime.randomness().fraction());
		events.over();
		begun.completeExceptionally(cause);
	}

	BackendException unreachable() {
		return new BackendException(Kind.UNREACHABLE, "nobody of the cluster '" + this.settings.cluster()
				+ "' answers; discovery.gossip.seeds names " + String.join(", ", this.settings.seeds()));
	}

	private BackendException cantTakePart(Throwable cause) {
		return new BackendException(Kind.UNAVAILABLE,
				"can't take part in the cluster '" + this.settings.cluster() + "' at "
						+ this.settings.bindAddress().getHostAddress() + ":" + this.settings.port()
						+ " (discovery.gossip.bind-address and port): " + cause.getMessage(),
				cause, null);
	}

	private void warnOnce() {
		if (!this.warned && this.settings.isOpen()) {
			logger.warn(
					"Gossip of '" + this.runtime.name() + "' listens on " + this.settings.bindAddress().getHostAddress()
							+ " and is neither encrypted nor authenticated: whoever reaches the port can add and remove"
							+ " instances. Set discovery.gossip.ssl.bundle, or keep strangers away from the port.");
		}
		this.warned = true;
	}

	@Override
	public void close() {
		this.closed = true;
		this.worker.close();
	}

}
