package dev.discovery.balancing.route;

import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.discovery.balancing.policy.RequestView;
import org.jspecify.annotations.Nullable;

/**
 * A wish that requests carry for instances whose metadata say the same: a subset for each
 * value that instances have. Counts where no rule does.
 *
 * @param name what people are told it is, such as {@code hint}
 * @param metadataKey where instances say it
 * @param value finds it in a request; returns null where there is none
 * @param canonical the one spelling of values that mean the same
 * @param otherwise what happens where no instance says it
 * @param required whether a request without it is refused
 */
public record Preference(String name, String metadataKey, Function<RequestView, @Nullable String> value,
		UnaryOperator<String> canonical, Otherwise otherwise, boolean required) {

	/**
	 * Whether it counts even where no instance says anything.
	 * @return whether somebody may be refused because of it
	 */
	public boolean mayRefuse() {
		return this.required || this.otherwise == Otherwise.REFUSE;
	}

}
