package dev.discovery.backend.gossip;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.MirrorSink;
import dev.discovery.backend.gossip.Followers.Session;
import dev.discovery.model.Instance;
import dev.discovery.time.SerialExecutor;
import io.scalecube.cluster.transport.api.TransportFactory;
import org.jspecify.annotations.Nullable;

/**
 * This application's part in the cluster: joins when it is first used, joins anew when it
 * has lost everybody, says which instances are here and keeps what others say. Shared by
 * the backend and the registrar of one registry, and closed after them.
 * <p>
 * Safe for use by several threads; all but {@link #close()} returns without waiting for
 * the network.
 */
public final class GossipNode implements AutoCloseable {

	private final BackendRuntime runtime;

	private final GossipSettings settings;

	private final SerialExecutor serial = new SerialExecutor();

	private final Joining joining;

	private final Roll roll;

	private final Others others;

	private @Nullable Membership membership;

	private boolean closed;

	/**
	 * Creates the node; it neither listens nor asks before it is used.
	 * @param runtime what it runs on
	 * @param settings how to find others
	 */
	public GossipNode(BackendRuntime runtime, GossipSettings settings) {
		this(runtime, settings, UnaryOperator.identity(), Seeds.Resolver.SYSTEM);
	}

	GossipNode(BackendRuntime runtime, GossipSettings settings, UnaryOperator<TransportFactory> wire,
			Seeds.Resolver resolver) {
		this.runtime = runtime;
		this.settings = settings;
		this.joining = new Joining(runtime, settings.swim(), wire, resolver, this.serial);
		this.roll = new Roll(runtime, settings, this.serial);
		this.others = new Others(this.roll, this::isCurrent, this::apart);
	}

	BackendRuntime runtime() {
		return this.runtime;
	}

	GossipSettings settings() {
		return this.settings;
	}

	/**
	 * Tells the sink everything and each change, until the cluster is out of reach.
	 * @return fails when it is; to be cancelled when nobody listens any more
	 */
	CompletableFuture<Duration> follow(MirrorSink sink) {
		Session session = Session.of(sink);
		session.end().whenComplete((next, failure) -> this.serial.execute(() -> this.roll.unfollow(session)));
		this.serial.execute(() -> inCluster(() -> this.roll.follow(session), session.end()));
		return session.end();
	}

	/**
	 * Says of an instance that it is here, or not here any more.
	 * @param id its id
	 * @param instance what to say of it; null if it is gone
	 * @return done when the news is on its way
	 */
	CompletableFuture<Void> announce(String id, @Nullable Instance instance) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		this.serial.execute(() -> {
			try {
				this.roll.change(id, instance);
				if (this.membership != null) {
					this.membership.say(this.roll.said());
				}
				inCluster(() -> result.complete(null), result);
			}
			catch (BackendException ex) {
				result.completeExceptionally(ex);
			}
		});
		return result;
	}

	/**
	 * What is said of an instance, if anything is.
	 */
	CompletableFuture<@Nullable Instance> announced(String id) {
		CompletableFuture<@Nullable Instance> result = new CompletableFuture<>();
		this.serial.execute(() -> inCluster(() -> result.complete(this.roll.own(id)), result));
		return result;
	}

	/**
	 * Whether others are there who would have to hear of a change.
	 */
	CompletableFuture<Boolean> hasOthers() {
		CompletableFuture<Boolean> result = new CompletableFuture<>();
		this.serial.execute(() -> result.complete(this.membership != null && this.membership.hasOthers()));
		return result;
	}

	/**
	 * Does something as a member of the cluster, once it is one.
	 */
	private void inCluster(Runnable action, CompletableFuture<?> otherwise) {
		if (this.closed) {
			otherwise.completeExceptionally(new BackendException(Kind.UNAVAILABLE, "gossip has been stopped"));
		}
		else if (this.membership != null) {
			action.run();
		}
		else {
			this.joining.join(this.roll.said(), this.others)
				.whenComplete((joined, failure) -> this.serial.execute(() -> {
					if (failure != null) {
						otherwise.completeExceptionally(failure);
					}
					else if (isIn(joined)) {
						action.run();
					}
					else {
						otherwise.completeExceptionally(this.joining.unreachable());
					}
				}));
		}
	}

	private boolean isIn(Membership joined) {
		if (this.closed) {
			joined.end();
		}
		else if (!joined.isOver() && this.membership != joined) {
			this.membership = joined;
			joined.say(this.roll.said());
		}
		return this.membership == joined;
	}

	/**
	 * Says goodbye, and waits for a moment until some have heard of it.
	 */
	@Override
	public void close() {
		CompletableFuture<@Nullable Void> told = new CompletableFuture<>();
		this.serial.execute(() -> {
			this.closed = true;
			this.joining.close();
			Membership last = this.membership;
			this.membership = null;
			if (last != null) {
				boolean somebodyHears = last.hasOthers();
				CompletableFuture<Void> end = last.end();
				if (somebodyHears) {
					end.whenComplete((done, failure) -> told.complete(null));
					return;
				}
			}
			told.complete(null);
		});
		try {
			told.get(this.settings.propagation().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// it ends soon, and nobody waits for it
		}
	}

	private boolean isCurrent(Membership asked) {
		return asked == this.membership;
	}

	private void apart(Membership lost) {
		this.membership = null;
		this.joining.end(lost);
		this.roll.fail(this.joining.unreachable());
	}

}
