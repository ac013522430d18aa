package dev.discovery.backend;

import java.security.SecureRandom;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * TLS that there isn't, for clients that only speak plain HTTP. The JDK's client loads
 * the system's certificates and half a thousand classes when it is built, whether or not
 * they are ever needed, which is more than the rest of a client costs at the start of an
 * application.
 */
final class NoTls extends SSLContext {

	NoTls() {
		super(new Spi(), null, "none");
	}

	private static final class Spi extends SSLContextSpi {

		@Override
		protected SSLParameters engineGetDefaultSSLParameters() {
			return new SSLParameters();
		}

		@Override
		protected SSLParameters engineGetSupportedSSLParameters() {
			return new SSLParameters();
		}

		@Override
		protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
			throw none();
		}

		@Override
		protected SSLEngine engineCreateSSLEngine() {
			throw none();
		}

		@Override
		protected SSLEngine engineCreateSSLEngine(String host, int port) {
			throw none();
		}

		@Override
		protected SSLSocketFactory engineGetSocketFactory() {
			throw none();
		}

		@Override
		protected SSLServerSocketFactory engineGetServerSocketFactory() {
			throw none();
		}

		@Override
		protected SSLSessionContext engineGetClientSessionContext() {
			throw none();
		}

		@Override
		protected SSLSessionContext engineGetServerSessionContext() {
			throw none();
		}

		private static UnsupportedOperationException none() {
			return new UnsupportedOperationException("This client only speaks plain HTTP");
		}

	}

}
