package dev.discovery.backend;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.log.Field;
import dev.discovery.log.StateLog;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Says once when a registration gets into trouble, once when the trouble changes its
 * nature, and once when it is over.
 */
final class LeaseLog {

	private static final StateLog logger = StateLog.of(LeaseKeeper.class);

	private final String registry;

	private final RegistryObserver observer;

	private final Instance instance;

	private Trouble trouble = Trouble.NONE;

	private Lease.@Nullable State told;

	LeaseLog(BackendRuntime runtime, Instance instance) {
		this.registry = runtime.name();
		this.observer = runtime.observer();
		this.instance = instance;
	}

	void held() {
		tell(Lease.State.HELD, null);
		if (this.trouble != Trouble.NONE) {
			this.trouble = Trouble.NONE;
			logger.left(this.instance.getInstanceId() + " is registered with '" + this.registry + "' again", about());
		}
	}

	void lost() {
		tell(Lease.State.INTERRUPTED, null);
		warn(Trouble.LOST, "no longer knew", "; registering it again");
	}

	void failed(BackendException cause, boolean registered) {
		boolean neverHeld = this.told == null || this.told == Lease.State.PENDING;
		tell(neverHeld ? Lease.State.PENDING : Lease.State.INTERRUPTED, cause);
		boolean refused = cause.kind() == Kind.DENIED;
		String verb = refused ? "refuses to register"
				: (registered ? "can't renew the registration of" : "can't register");
		warn(refused ? Trouble.REFUSED : Trouble.LOST, verb, ": " + cause.getMessage() + "; trying again");
	}

	void released(@Nullable BackendException cause) {
		tell(Lease.State.RELEASED, cause);
		if (cause != null) {
			logger.entered("'" + this.registry + "' could not be told that " + this.instance.getInstanceId()
					+ " is gone: " + cause.getMessage(), about());
		}
	}

	private void tell(Lease.State state, @Nullable BackendException cause) {
		if (state != this.told) {
			this.told = state;
			this.observer.leased(this.registry, this.instance, state, cause);
		}
	}

	private void warn(Trouble trouble, String verb, String detail) {
		if (trouble.compareTo(this.trouble) > 0) {
			this.trouble = trouble;
			logger.entered("'" + this.registry + "' " + verb + " " + this.instance.getInstanceId() + detail, about());
		}
	}

	private Field[] about() {
		return new Field[] { Field.backend(this.registry), Field.service(this.instance.getServiceId()),
				Field.instance(this.instance.getInstanceId()) };
	}

	private enum Trouble {

		NONE,

		/** The registry forgot us or can't be reached. */
		LOST,

		/** The registry is there and doesn't want us, which somebody has to mend. */
		REFUSED

	}

}
