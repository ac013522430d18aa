package dev.discovery.autoconfigure;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.model.Locality;
import org.jspecify.annotations.Nullable;

/**
 * One of several registries. Whatever there is under 'discovery.consul', 'discovery.dns',
 * 'discovery.eureka', 'discovery.gossip', 'discovery.kubernetes' and
 * 'discovery.in-memory' may stand here too and holds for this registry alone; what stands
 * there holds for each that doesn't say otherwise.
 */
public class RegistryProperties extends RegistryKindProperties {

	/**
	 * What kind of registry it is: 'consul', 'dns', 'eureka', 'gossip', 'kubernetes' or
	 * 'in-memory'.
	 */
	private @Nullable String backend;

	/**
	 * The region of instances that don't name theirs.
	 */
	private @Nullable String region;

	/**
	 * The zone of instances that don't name theirs and are in the registry's region.
	 */
	private @Nullable String zone;

	/**
	 * Which registry has the word where two list the same address and think the same of
	 * it: the one with the lowest number, then the first by name.
	 */
	private int order;

	/**
	 * Whether this application registers here.
	 */
	private boolean register;

	/**
	 * Whether instances that are listed here are found.
	 */
	private boolean read = true;

	/**
	 * Whether the registry is only compared with the others: what it lists isn't found,
	 * and in what it differs is reported.
	 */
	private boolean shadow;

	public @Nullable String getBackend() {
		return this.backend;
	}

	public void setBackend(@Nullable String backend) {
		this.backend = backend;
	}

	public @Nullable String getRegion() {
		return this.region;
	}

	public void setRegion(@Nullable String region) {
		this.region = region;
	}

	public @Nullable String getZone() {
		return this.zone;
	}

	public void setZone(@Nullable String zone) {
		this.zone = zone;
	}

	public int getOrder() {
		return this.order;
	}

	public void setOrder(int order) {
		this.order = order;
	}

	public boolean isRegister() {
		return this.register;
	}

	public void setRegister(boolean register) {
		this.register = register;
	}

	public boolean isRead() {
		return this.read;
	}

	public void setRead(boolean read) {
		this.read = read;
	}

	public boolean isShadow() {
		return this.shadow;
	}

	public void setShadow(boolean shadow) {
		this.shadow = shadow;
	}

	boolean isServed() {
		return this.read && !this.shadow;
	}

	Locality toPlace() {
		return Locality.of(PropertyRules.textOrNull(this.region), PropertyRules.textOrNull(this.zone));
	}

}
