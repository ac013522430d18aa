package dev.discovery.observe.observation;

import dev.discovery.balancing.NoInstanceException;
import dev.discovery.directory.NoAnswerException;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * What is known of one logical call of a load-balanced client, from before its lookup to
 * its end. It grows while the call goes on.
 */
public final class BalancedCallObservationContext extends Observation.Context {

	private final String serviceId;

	private final String backend;

	private final BoundedServices services;

	private volatile @Nullable ServiceInstance instance;

	private int attempts;

	private int status;

	private volatile CallOutcome outcome = CallOutcome.UNKNOWN;

	/** Whatever its attempt, which may go on for a moment, says after that. */
	private volatile boolean cancelled;

	BalancedCallObservationContext(String serviceId, String backend, BoundedServices services) {
		this.serviceId = serviceId;
		this.backend = backend;
		this.services = services;
	}

	/**
	 * The service that is called.
	 * @return its id, whatever it is: not bounded, it may come from outside
	 */
	public String getServiceId() {
		return this.serviceId;
	}

	/**
	 * The same, fit for a meter's tag.
	 * @return the id if it is among the first 100 that an instance was found for, else
	 * {@code other}
	 */
	public String getBoundedServiceId() {
		return this.services.name(this.serviceId);
	}

	/**
	 * Where the list of instances is from.
	 * @return the backend's name, or those of several registries
	 */
	public String getBackend() {
		return this.backend;
	}

	/**
	 * Who got the last attempt.
	 * @return null before the first
	 */
	public @Nullable ServiceInstance getInstance() {
		return this.instance;
	}

	/**
	 * How many attempts were begun.
	 * @return 0 where nobody could be called
	 */
	public int getAttempts() {
		return this.attempts;
	}

	/**
	 * The HTTP status of the last attempt's answer.
	 * @return 0 where there is none
	 */
	public int getStatus() {
		return this.status;
	}

	/**
	 * How the call ended, or its last attempt if it is under way.
	 * @return {@link CallOutcome#UNKNOWN} before there was an end
	 */
	public CallOutcome getOutcome() {
		return this.cancelled ? CallOutcome.CANCELLED : this.outcome;
	}

	void attempted(ServiceInstance next) {
		this.services.claim(this.serviceId);
		this.instance = next;
		this.attempts++;
		this.status = 0;
		this.outcome = CallOutcome.UNKNOWN;
	}

	void answered(int answer) {
		this.status = answer;
		this.outcome = CallOutcome.of(answer);
	}

	void failed(Throwable failure) {
		this.outcome = CallOutcome.of(failure);
	}

	void refused(RuntimeException why) {
		if (why instanceof NoInstanceException || why instanceof NoAnswerException) {
			this.outcome = CallOutcome.NO_INSTANCE;
		}
		else {
			this.services.claim(this.serviceId);
			this.outcome = CallOutcome.REFUSED;
		}
	}

	void cancelled() {
		this.cancelled = true;
	}

	void ended() {
		if (this.outcome == CallOutcome.UNKNOWN) {
			this.outcome = CallOutcome.CANCELLED;
		}
	}

}
