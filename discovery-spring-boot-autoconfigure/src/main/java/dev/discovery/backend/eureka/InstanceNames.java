package dev.discovery.backend.eureka;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The names under which instances are found, in lower case: their application's, and
 * those of their virtual addresses. Most have the same as the one before, and then the
 * same object. For one answer, and one thread.
 */
final class InstanceNames {

	private @Nullable Key last;

	private Set<String> names = Set.of();

	/**
	 * The names of an instance.
	 * @param app its application, in lower case
	 * @param info what else is known of it, null where it is found by the application
	 * only
	 */
	Set<String> of(String app, @Nullable ListedInstance info) {
		Key key = (info != null) ? new Key(app, info.vipAddress(), info.secureVipAddress()) : new Key(app, null, null);
		if (!key.equals(this.last)) {
			this.names = Set.copyOf(key.names());
			this.last = key;
		}
		return this.names;
	}

	private record Key(String app, @Nullable String vipAddress, @Nullable String secureVipAddress) {

		Set<String> names() {
			Set<String> names = new LinkedHashSet<>(Set.of(this.app));
			Stream.of(this.vipAddress, this.secureVipAddress)
				.filter(Objects::nonNull)
				.flatMap((list) -> Stream.of(list.split(",")))
				.map((name) -> name.strip().toLowerCase(Locale.ROOT))
				.filter((name) -> !name.isEmpty())
				.forEach(names::add);
			return names;
		}

	}

}
