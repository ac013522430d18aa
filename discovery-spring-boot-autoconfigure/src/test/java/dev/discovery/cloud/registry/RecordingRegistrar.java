package dev.discovery.cloud.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.discovery.backend.Lease;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;

/**
 * A registrar that writes down what it is asked, and answers a release when the test says
 * so.
 */
public final class RecordingRegistrar implements ServiceRegistrar {

	private final List<String> journal = new CopyOnWriteArrayList<>();

	private final List<RecordedLease> leases = new CopyOnWriteArrayList<>();

	private final Duration propagation;

	private volatile CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

	private volatile boolean failing;

	private volatile Consumer<Instance> onRegister = (instance) -> {
	};

	public RecordingRegistrar(Duration propagation) {
		this.propagation = propagation;
	}

	/**
	 * Makes releases end with the future, in place of at once.
	 */
	public void answerReleasesWith(CompletableFuture<Void> answer) {
		this.answer = answer;
	}

	/**
	 * Makes releases throw, which they promise not to do.
	 */
	public void failReleases() {
		this.failing = true;
	}

	/**
	 * Calls the test at the moment of registration.
	 */
	public void onRegister(Consumer<Instance> onRegister) {
		this.onRegister = onRegister;
	}

	/**
	 * What happened, without the names of instances.
	 */
	public List<String> journal() {
		return new ArrayList<>(this.journal);
	}

	/**
	 * Who holds a lease.
	 */
	public List<Instance> registered() {
		return this.leases.stream()
			.filter((lease) -> lease.state() != Lease.State.RELEASED)
			.map(RecordedLease::instance)
			.toList();
	}

	/**
	 * Who ever held a lease.
	 */
	public List<Instance> everyone() {
		return this.leases.stream().map(RecordedLease::instance).toList();
	}

	@Override
	public Lease register(Instance self, Health initial) {
		this.onRegister.accept(self);
		this.journal.add("register " + initial);
		RecordedLease lease = new RecordedLease(self);
		this.leases.add(lease);
		return lease;
	}

	@Override
	public Duration propagation() {
		return this.propagation;
	}

	private final class RecordedLease implements Lease {

		private final Instance instance;

		private volatile State state = State.HELD;

		private RecordedLease(Instance instance) {
			this.instance = instance;
		}

		@Override
		public Instance instance() {
			return this.instance;
		}

		@Override
		public State state() {
			return this.state;
		}

		@Override
		public void report(Health health) {
			RecordingRegistrar.this.journal.add("report " + health);
		}

		@Override
		public CompletionStage<Void> release() {
			RecordingRegistrar.this.journal.add("release");
			this.state = State.RELEASED;
			if (RecordingRegistrar.this.failing) {
				throw new IllegalStateException("A lease that breaks its promise");
			}
			return RecordingRegistrar.this.answer;
		}

	}

}
