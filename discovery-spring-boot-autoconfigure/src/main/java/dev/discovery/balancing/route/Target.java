package dev.discovery.balancing.route;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Where rules lead: a subset or another service.
 *
 * @param subset the subset, null if it is another service
 * @param service the other service, null if it is a subset
 * @param otherwise what happens where there is nobody who is fit
 * @param rules the numbers of the rules that lead there, from 1
 */
public record Target(@Nullable Subset subset, @Nullable String service, Otherwise otherwise, List<Integer> rules) {

	boolean isSame(@Nullable Subset otherSubset, @Nullable String otherService, Otherwise otherOtherwise) {
		return this.otherwise == otherOtherwise && Objects.equals(this.subset, otherSubset)
				&& Objects.equals(this.service, otherService);
	}

	@Override
	public String toString() {
		return (this.subset != null) ? this.subset.toString() : "service '" + this.service + "'";
	}

}
