package dev.discovery.autoconfigure.properties;

import java.security.KeyStore;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class SslContextSourceTests {

	private final SslBundle bundle = bundle("TLS");

	private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("mine", this.bundle);

	@Test
	void hasNoContextWithoutABundle() {
		assertThat(new SslContextSource(null, this.bundles).get()).isNull();
	}

	@Test
	void keepsTheSameContextUntilTheBundleIsUpdated() {
		this.bundles.registerBundle("other", bundle("TLS"));
		SslContextSource source = new SslContextSource(this.bundle, this.bundles);
		SSLContext first = source.get();
		this.bundles.updateBundle("other", bundle("TLS"));
		assertThat(source.get()).isNotNull().isSameAs(first);
		this.bundles.updateBundle("mine", bundle("TLS"));
		SSLContext second = source.get();
		assertThat(second).isNotNull().isNotSameAs(first);
		this.bundles.updateBundle("mine", bundle("TLS"));
		assertThat(source.get()).isNotNull().isNotSameAs(second);
	}

	@Test
	void keepsTheContextWhenAnUpdateCannotBeUsed(CapturedOutput output) {
		SslContextSource source = new SslContextSource(this.bundle, this.bundles);
		SSLContext first = source.get();
		this.bundles.updateBundle("mine", bundle("no-such-protocol"));
		assertThat(source.get()).isSameAs(first);
		assertThat(output).contains("The SSL bundle 'mine' was updated, but can't be used, so the last one stays")
			.doesNotContain("can be used again");
		this.bundles.updateBundle("mine", bundle("TLS"));
		this.bundles.updateBundle("mine", bundle("TLS"));
		assertThat(output.toString().split("The SSL bundle 'mine' can be used again", -1)).hasSize(2);
	}

	@Test
	void takesABundleThatNobodyElseKnows() {
		assertThat(new SslContextSource(bundle("TLS"), this.bundles).get()).isNotNull();
		assertThat(new SslContextSource(bundle("TLS"), null).get()).isNotNull();
	}

	private static SslBundle bundle(String protocol) {
		return SslBundle.of(SslStoreBundle.of((KeyStore) null, null, null), SslBundleKey.NONE, SslOptions.NONE,
				protocol);
	}

}
