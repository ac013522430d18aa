package dev.discovery.trust;

import java.util.Locale;

/**
 * What may be wrong with an instance that a registry names.
 */
public enum Flaw {

	/** Its address is link-local. */
	LINK_LOCAL("its address is link-local (discovery.security.allow-link-local)"),

	/** Its address isn't among those that are allowed. */
	NOT_ALLOWED("its host is in neither discovery.security.allowed-networks nor .allowed-hosts"),

	/** It has no signature. */
	UNSIGNED("its registration is not signed"),

	/** Its signature is by nobody who is trusted, or of something else. */
	FORGED("the signature of its registration is not by a trusted key, or not of what is registered"),

	/** Its signature was good once. */
	EXPIRED("the signature of its registration has expired");

	private final String explanation;

	Flaw(String explanation) {
		this.explanation = explanation;
	}

	/**
	 * The flaw as the tag of a meter.
	 * @return a word in lower case
	 */
	public String tag() {
		return name().toLowerCase(Locale.ROOT);
	}

	String explanation() {
		return this.explanation;
	}

}
