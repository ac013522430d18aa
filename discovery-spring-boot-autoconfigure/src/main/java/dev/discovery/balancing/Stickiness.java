package dev.discovery.balancing;

import java.util.HashMap;
import java.util.Map;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds the instance that a request belongs to, whatever the policy: its id stands in a
 * cookie. Only who is well can be found, be it one that others are picked before.
 * <p>
 * Immutable; used by many threads at once without a lock.
 */
final class Stickiness {

	private final Map<String, Candidate> byId;

	private final String cookie;

	private Stickiness(String cookie, Selection selection) {
		this.cookie = cookie;
		Candidate[] inOrder = selection.inOrder();
		this.byId = new HashMap<>(inOrder.length * 4 / 3 + 1);
		int fit = inOrder.length - selection.last().length;
		for (int i = 0; i < inOrder.length; i++) {
			if (i < fit || Levels.isFit(inOrder[i])) {
				this.byId.put(inOrder[i].instance().getInstanceId(), inOrder[i]);
			}
		}
	}

	static @Nullable Stickiness of(@Nullable String cookie, Selection selection) {
		return (cookie != null) ? new Stickiness(cookie, selection) : null;
	}

	/**
	 * The instance that the request belongs to.
	 * @return null if it belongs to none, or that one isn't well, or was tried
	 */
	@Nullable Candidate find(PickContext context) {
		String id = context.request().cookie(this.cookie);
		Candidate found = (id != null) ? this.byId.get(id) : null;
		return (found != null && !context.tried(found)) ? found : null;
	}

}
