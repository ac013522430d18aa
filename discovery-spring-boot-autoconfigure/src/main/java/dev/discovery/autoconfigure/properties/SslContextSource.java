package dev.discovery.autoconfigure.properties;

import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The TLS of one bundle: the same context until the bundle is updated, then a new one.
 * Without a bundle there is none, and the JVM's own is used. Safe for use by several
 * threads.
 */
public final class SslContextSource implements Supplier<@Nullable SSLContext> {

	private static final Log logger = LogFactory.getLog(SslContextSource.class);

	private volatile @Nullable SSLContext context;

	private volatile boolean outdated;

	/**
	 * Makes the context.
	 * @param bundle the certificates, or null
	 * @param bundles who knows of updates, if the bundle is one of theirs
	 */
	public SslContextSource(@Nullable SslBundle bundle, @Nullable SslBundles bundles) {
		if (bundle != null) {
			this.context = bundle.createSslContext();
			if (bundles != null) {
				follow(bundle, bundles);
			}
		}
	}

	private void follow(SslBundle bundle, SslBundles bundles) {
		for (String name : bundles.getBundleNames()) {
			if (bundles.getBundle(name) == bundle) {
				bundles.addBundleUpdateHandler(name, (updated) -> update(name, updated));
			}
		}
	}

	private void update(String name, SslBundle updated) {
		try {
			this.context = updated.createSslContext();
			if (this.outdated) {
				this.outdated = false;
				logger.info("The SSL bundle '" + name + "' can be used again");
			}
		}
		catch (RuntimeException ex) {
			this.outdated = true;
			logger.warn("The SSL bundle '" + name + "' was updated, but can't be used, so the last one stays", ex);
		}
	}

	@Override
	public @Nullable SSLContext get() {
		return this.context;
	}

}
