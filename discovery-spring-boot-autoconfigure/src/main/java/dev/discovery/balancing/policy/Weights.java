package dev.discovery.balancing.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import dev.discovery.model.Instance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the weights of candidates from their metadata: {@value Instance#WEIGHT}, a whole
 * number, 1 where there is none. One that can't be read counts as 1, with one warning for
 * each instance.
 * <p>
 * Safe for use by several threads.
 */
final class Weights {

	private static final Log logger = LogFactory.getLog(Weights.class);

	private static final Pattern WEIGHT = Pattern.compile("[0-9]{1,9}");

	/** Instances come and go, and must not fill the memory. */
	private static final int MAX_REMEMBERED = 10_000;

	/** By instance id, what it was warned about. */
	private final Map<String, String> warned = new ConcurrentHashMap<>();

	/**
	 * Those who carry weight; all, with the same weight, if nobody does.
	 * @param candidates the candidates
	 * @return who has a part in the calls, and how much
	 */
	Weighted of(Candidate[] candidates) {
		Candidate[] carriers = Arrays.stream(candidates)
			.filter((candidate) -> weight(candidate.instance()) != 0)
			.toArray(Candidate[]::new);
		if (carriers.length == 0) {
			double[] same = new double[candidates.length];
			Arrays.fill(same, 1);
			return new Weighted(candidates, same);
		}
		return new Weighted(carriers,
				Arrays.stream(carriers).mapToDouble((candidate) -> weight(candidate.instance())).toArray());
	}

	private int weight(Instance instance) {
		String text = instance.getMetadata().get(Instance.WEIGHT);
		if (text == null || WEIGHT.matcher(text).matches()) {
			if (!this.warned.isEmpty()) {
				this.warned.remove(key(instance));
			}
			return (text != null) ? Integer.parseInt(text) : 1;
		}
		if (this.warned.size() < MAX_REMEMBERED) {
			String before = this.warned.put(key(instance), text);
			warnUnlessKnown(instance, text, before);
		}
		return 1;
	}

	private static void warnUnlessKnown(Instance instance, String text, @Nullable String before) {
		if (!text.equals(before)) {
			logger.warn("The weight of " + instance + " of '" + instance.getServiceId() + "' counts as 1: '" + text
					+ "' is no whole number from 0 to 999999999");
		}
	}

	private static String key(Instance instance) {
		return instance.getServiceId() + '/' + instance.getInstanceId();
	}

	/**
	 * Candidates and what they weigh.
	 *
	 * @param candidates the candidates
	 * @param weights the weight of each, more than 0
	 */
	record Weighted(Candidate[] candidates, double[] weights) {

		/** What a candidate weighs of the whole. */
		double share(Candidate candidate) {
			double own = 0;
			for (int i = 0; i < this.candidates.length; i++) {
				own += (this.candidates[i] == candidate) ? this.weights[i] : 0;
			}
			return own / Arrays.stream(this.weights).sum();
		}

	}

}
