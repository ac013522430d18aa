package dev.discovery.fitness.probe;

/**
 * Which paths are asked for. Letters, digits, {@code - . _ ~} and single slashes leave no
 * way to another host, another folder or another line: no escapes, no query, no
 * authority.
 */
public final class ProbePath {

	private static final int MAX_LENGTH = 256;

	private ProbePath() {
	}

	/**
	 * Whether a path can be used.
	 * @param path the path
	 * @return whether it is absolute and plain
	 */
	public static boolean isValid(String path) {
		if (!path.startsWith("/") || path.length() > MAX_LENGTH || path.contains("//")) {
			return false;
		}
		for (String segment : path.split("/")) {
			if (segment.equals(".") || segment.equals("..")) {
				return false;
			}
		}
		return path.chars().allMatch(ProbePath::isPlain);
	}

	private static boolean isPlain(int c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "/-._~".indexOf(c) >= 0;
	}

}
