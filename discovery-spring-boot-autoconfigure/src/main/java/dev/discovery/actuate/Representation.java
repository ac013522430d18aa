package dev.discovery.actuate;

import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * What the state of discovery can be shown as. Who accepts several gets the last one; who
 * accepts anything gets JSON, as from any other endpoint.
 * <p>
 * One operation answers in either form: two would suit a client that accepts anything
 * equally well, which Spring MVC refuses to decide.
 */
enum Representation implements Producible<Representation> {

	/** JSON, of this version of actuator's API. */
	V3_JSON(ApiVersion.V3.getProducedMimeType()),

	/** JSON, of the version before it. */
	V2_JSON(ApiVersion.V2.getProducedMimeType()),

	/** JSON. */
	JSON(MimeTypeUtils.APPLICATION_JSON),

	/** A page for people. */
	PAGE(MimeTypeUtils.TEXT_HTML);

	private final MimeType type;

	Representation(MimeType type) {
		this.type = type;
	}

	@Override
	public MimeType getProducedMimeType() {
		return this.type;
	}

	@Override
	public boolean isDefault() {
		return this == V3_JSON;
	}

}
