package dev.discovery.autoconfigure.consul;

import java.time.Duration;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.consul.ConsulRegistration;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * How this application is registered with the Consul agent.
 */
public class ConsulRegistrationProperties {

	private static final String PREFIX = "discovery.consul.registration.";

	private static final Duration MIN_CRITICAL = Duration.ofMinutes(1);

	@NestedConfigurationProperty
	private final ConsulCheckProperties check = new ConsulCheckProperties();

	/**
	 * How long the application may be critical before Consul forgets it: at least 1m, or
	 * 0 for ever.
	 */
	private Duration deregisterCriticalAfter = Duration.ofMinutes(5);

	/**
	 * Whether others may change the application's tags in the catalog.
	 */
	private boolean tagOverride;

	private final Weights weights = new Weights();

	/**
	 * Whether the management port, where it is another one, is registered as a service of
	 * its own, named like the application's with '-management' behind. It is in the
	 * metadata anyway.
	 */
	private boolean managementService;

	public ConsulCheckProperties getCheck() {
		return this.check;
	}

	public Duration getDeregisterCriticalAfter() {
		return this.deregisterCriticalAfter;
	}

	public void setDeregisterCriticalAfter(Duration deregisterCriticalAfter) {
		this.deregisterCriticalAfter = deregisterCriticalAfter;
	}

	public boolean isTagOverride() {
		return this.tagOverride;
	}

	public void setTagOverride(boolean tagOverride) {
		this.tagOverride = tagOverride;
	}

	public Weights getWeights() {
		return this.weights;
	}

	public boolean isManagementService() {
		return this.managementService;
	}

	public void setManagementService(boolean managementService) {
		this.managementService = managementService;
	}

	ConsulRegistration toRegistration() {
		return new ConsulRegistration(this.check.toCheck(), criticalLimit(), this.tagOverride, this.weights.toWeights(),
				this.managementService);
	}

	private @Nullable Duration criticalLimit() {
		if (this.deregisterCriticalAfter.isZero()) {
			return null;
		}
		if (this.deregisterCriticalAfter.compareTo(MIN_CRITICAL) < 0) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "deregister-critical-after",
					this.deregisterCriticalAfter.toString(),
					"must be 0 or at least 1m, since Consul takes less for a minute",
					"Write it like 5m, or set it to 0 if Consul should never forget the application.");
		}
		PropertyRules.countable(PREFIX + "deregister-critical-after", this.deregisterCriticalAfter);
		return this.deregisterCriticalAfter;
	}

	/**
	 * How large a share of the calls the application gets.
	 */
	public static class Weights {

		private static final int MAX = 65_535;

		/**
		 * The weight while all checks pass, from 1 to 65535. Where neither this nor
		 * 'warning' is set, 'weight' in the metadata counts; else it is 1.
		 */
		private @Nullable Integer passing;

		/**
		 * The weight while a check warns, from 0 to 65535. Defaults to 1.
		 */
		private @Nullable Integer warning;

		public @Nullable Integer getPassing() {
			return this.passing;
		}

		public void setPassing(@Nullable Integer passing) {
			this.passing = passing;
		}

		public @Nullable Integer getWarning() {
			return this.warning;
		}

		public void setWarning(@Nullable Integer warning) {
			this.warning = warning;
		}

		private ConsulRegistration.@Nullable Weights toWeights() {
			if (this.passing == null && this.warning == null) {
				return null;
			}
			int whilePassing = (this.passing != null) ? this.passing : 1;
			int whileWarning = (this.warning != null) ? this.warning : 1;
			String advice = "Use a whole number in that range, or remove it.";
			PropertyRules.between(PREFIX + "weights.passing", whilePassing, 1, MAX, advice);
			PropertyRules.between(PREFIX + "weights.warning", whileWarning, 0, MAX, advice);
			return new ConsulRegistration.Weights(whilePassing, whileWarning);
		}

	}

}
