package dev.discovery.actuate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DiscoveryPageTests {

	private final String html = new DiscoveryPage().html();

	@ParameterizedTest
	@ValueSource(strings = { "style", "script" })
	void allowsItsOwnStyleAndScriptAndNoOther(String element) throws Exception {
		Matcher content = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
			.matcher(this.html);
		assertThat(content.find()).isTrue();
		byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.group(1).getBytes(StandardCharsets.UTF_8));
		assertThat(this.html).contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "';");
		assertThat(content.find()).as("another " + element).isFalse();
	}

	@Test
	void loadsNothingFromElsewhere() {
		assertThat(this.html).contains("default-src 'none'").contains("connect-src 'self'");
		assertThat(this.html).doesNotContain("https://", "src=", "@import", "url(");
	}

	@Test
	void neverReadsTextAsHtml() {
		assertThat(this.html).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
				"style=\"", "onclick");
	}

}
