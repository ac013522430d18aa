package dev.discovery.balancing.locality;

/**
 * Who is preferred for where it is and for what it has left.
 *
 * @param nearness who is near
 * @param capacity who has enough left
 */
public record Placement(Nearness nearness, Capacity capacity) {

	/** It matters neither where an instance is nor what it has left. */
	public static final Placement ANY = new Placement(Nearness.EQUAL, Capacity.ANY);

}
