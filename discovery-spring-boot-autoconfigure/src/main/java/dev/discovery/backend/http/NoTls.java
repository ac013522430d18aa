package dev.discovery.backend.http;

import javax.net.ssl.SSLContext;

/**
 * TLS that there isn't, for clients that only speak plain HTTP and are told their TLS
 * parameters too, so that nobody ever asks it. The JDK's client loads the system's
 * certificates and half a thousand classes when it is built, whether or not they are ever
 * needed, which is more than the rest of a client costs at the start of an application.
 */
final class NoTls extends SSLContext {

	NoTls() {
		super(null, null, "none");
	}

}
