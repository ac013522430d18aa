package dev.discovery.autoconfigure.properties;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * What values properties may have. Each rule throws an
 * {@link InvalidDiscoveryPropertyException} that names the property. Every rule for
 * durations also refuses one that isn't {@link #countable}.
 */
public final class PropertyRules {

	private static final DataSize MIN_ANSWER = DataSize.ofKilobytes(1);

	private static final DataSize MAX_ANSWER = DataSize.ofGigabytes(1);

	/**
	 * A hundred years: times are counted in nanoseconds, and a long ends at 292 years.
	 */
	private static final int LONGEST_DAYS = 36_500;

	private PropertyRules() {
	}

	/**
	 * The limits of the way to a registry.
	 * @param prefix where the properties stand, with a dot at the end
	 * @param connectTimeout how long it may take to be connected, more than zero
	 * @param maxAnswerSize how long an answer may be, from 1KB to 1GB
	 * @return the limits
	 */
	public static RegistryHttpClient.Settings httpSettings(String prefix, Duration connectTimeout,
			DataSize maxAnswerSize) {
		positive(prefix + "connect-timeout", connectTimeout);
		if (maxAnswerSize.compareTo(MIN_ANSWER) < 0 || maxAnswerSize.compareTo(MAX_ANSWER) > 0) {
			throw new InvalidDiscoveryPropertyException(prefix + "max-answer-size", maxAnswerSize.toString(),
					"must be from 1KB to 1GB", "Write it like 16MB.");
		}
		return new RegistryHttpClient.Settings(connectTimeout, (int) maxAnswerSize.toBytes(),
				RegistryHttpClient.Settings.DEFAULT.threads());
	}

	/**
	 * Not so long that it couldn't be counted in nanoseconds.
	 * @param property the property
	 * @param value its value
	 */
	public static void countable(String property, Duration value) {
		atMost(property, value, LONGEST_DAYS, "Write it like 10m; " + LONGEST_DAYS + "d are as good as for ever.");
	}

	/**
	 * Not more than some days.
	 * @param property the property
	 * @param value its value
	 * @param days the most that it may be
	 * @param advice what to do otherwise
	 */
	public static void atMost(String property, Duration value, int days, String advice) {
		if (value.compareTo(Duration.ofDays(days)) > 0) {
			throw new InvalidDiscoveryPropertyException(property, value.toString(), "must be at most " + days + "d",
					advice);
		}
	}

	/**
	 * More than zero.
	 * @param property the property
	 * @param value its value
	 */
	public static void positive(String property, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new InvalidDiscoveryPropertyException(property, value.toString(), "must be more than zero",
					"Write it like 500ms, 2s or 10m.");
		}
		countable(property, value);
	}

	/**
	 * Not less than something.
	 * @param property the property
	 * @param value its value
	 * @param min the least that it may be
	 * @param advice what to do otherwise
	 */
	public static void atLeast(String property, Duration value, Duration min, String advice) {
		if (value.compareTo(min) < 0) {
			throw new InvalidDiscoveryPropertyException(property, value.toString(), "must be at least " + min, advice);
		}
		countable(property, value);
	}

	/**
	 * Zero or more.
	 * @param property the property
	 * @param value its value
	 */
	public static void notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw new InvalidDiscoveryPropertyException(property, value.toString(), "must not be negative",
					"Write it like 500ms, 2s or 10m; 0 switches it off.");
		}
		countable(property, value);
	}

	/**
	 * One or more.
	 * @param property the property
	 * @param value its value
	 */
	public static void atLeastOne(String property, int value) {
		if (value < 1) {
			throw new InvalidDiscoveryPropertyException(property, String.valueOf(value), "must be at least 1",
					"Use a whole number from 1.");
		}
	}

	/**
	 * Neither less nor more than something.
	 * @param property the property
	 * @param value its value
	 * @param min the least that it may be
	 * @param max the most that it may be
	 * @param advice what to do otherwise
	 */
	public static void between(String property, int value, int min, int max, String advice) {
		if (value < min || value > max) {
			throw new InvalidDiscoveryPropertyException(property, String.valueOf(value),
					"must be from " + min + " to " + max, advice);
		}
	}

	/**
	 * Neither less nor more than something, and a number.
	 * @param property the property
	 * @param value its value
	 * @param min the least that it may be
	 * @param max the most that it may be
	 * @param advice what to do otherwise
	 */
	public static void between(String property, double value, double min, double max, String advice) {
		if (!(value >= min && value <= max)) {
			throw new InvalidDiscoveryPropertyException(property, String.valueOf(value),
					"must be from " + min + " to " + max, advice);
		}
	}

	/**
	 * A list in which each element says something.
	 * @param property the property
	 * @param values its values
	 */
	public static void noBlankElement(String property, List<String> values) {
		for (int i = 0; i < values.size(); i++) {
			if (!StringUtils.hasText(values.get(i))) {
				throw new InvalidDiscoveryPropertyException(property + "[" + i + "]", "", "must not be blank",
						"Give it a value, or take it out of the list.");
			}
		}
	}

	/**
	 * A secret that is sent in a header. The exception doesn't quote it.
	 * @param property the property
	 * @param value its value
	 * @return the secret, without blanks around it
	 */
	public static String token(String property, String value) {
		String token = value.strip();
		if (token.isEmpty()) {
			throw new InvalidDiscoveryPropertyException(property, "", "must not be blank",
					"Set it to the token, or remove it.");
		}
		if (!isToken(token)) {
			throw new InvalidDiscoveryPropertyException(property, "***", "is more than a token",
					"Set it to the token alone, without blanks or line breaks in it.");
		}
		return token;
	}

	/**
	 * Whether a text can be sent in a header as it is.
	 * @param value the text
	 * @return whether it has neither blanks nor line breaks nor letters beyond ASCII
	 */
	public static boolean isToken(String value) {
		return value.chars().allMatch((c) -> c > ' ' && c <= '~');
	}

	/**
	 * The path of a file, whether that is there or not.
	 * @param property the property
	 * @param file its value
	 * @param example what to write, for whoever wrote something else
	 * @return the path
	 */
	public static Path path(String property, String file, String example) {
		try {
			return Path.of(file.strip());
		}
		catch (InvalidPathException ex) {
			throw new InvalidDiscoveryPropertyException(property, file, "is not the path of a file",
					"Write it like " + example + ".");
		}
	}

	/**
	 * Where nothing stands, as in <code>${NEAR:}</code>, nothing is meant.
	 * @param value the value of a property
	 * @return the value without blanks around it, or null if it has no other
	 */
	public static @Nullable String textOrNull(@Nullable String value) {
		return StringUtils.hasText(value) ? value.strip() : null;
	}

}
