package dev.discovery.balancing;

import java.util.function.Predicate;

import dev.discovery.balancing.route.Otherwise;
import dev.discovery.model.Instance;

/**
 * Which instances of a service a pool is for.
 *
 * @param name what people are told it is; two scopes of a service have different ones
 * @param members who belongs to it
 * @param otherwise what happens where nobody of them is fit
 * @param why how a call comes here, as the beginning of a sentence; empty if all do
 */
record Scope(String name, Predicate<Instance> members, Otherwise otherwise, String why) {

	/** All instances. */
	static final Scope WHOLE = new Scope("", (instance) -> true, Otherwise.REFUSE, "");

	private static final Predicate<Instance> NONE = (instance) -> false;

	/**
	 * Nobody, on purpose.
	 * @param name what people are told it is
	 * @param why how a call comes here, as the beginning of a sentence
	 */
	static Scope nobody(String name, String why) {
		return new Scope(name, NONE, Otherwise.REFUSE, why);
	}

	/** Whether nobody can ever belong to it. */
	boolean isNobody() {
		return this.members == NONE;
	}

	boolean isWhole() {
		return this == WHOLE;
	}

	boolean contains(Instance instance) {
		return this.members.test(instance);
	}

	/**
	 * What people are told it is.
	 */
	String nameOf(String serviceId) {
		return this.name.isEmpty() ? "'" + serviceId + "'" : this.name + " of '" + serviceId + "'";
	}

	/** Stands apart from one of the same name from which calls are refused. */
	String key() {
		return this.name + "/" + this.otherwise;
	}

}
