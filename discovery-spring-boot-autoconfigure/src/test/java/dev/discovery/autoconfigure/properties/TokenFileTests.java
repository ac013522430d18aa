package dev.discovery.autoconfigure.properties;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class TokenFileTests {

	@TempDir
	private Path folder;

	private Path file;

	@BeforeEach
	void write() throws IOException {
		this.file = Files.writeString(this.folder.resolve("token"), "  first-secret\n");
	}

	@Test
	void readsTheTokenWithoutWhatStandsAround() {
		assertThat(open().get()).isEqualTo("first-secret");
	}

	@Test
	void readsATokenThatIsWritten() throws IOException {
		TokenFile token = open();
		Files.writeString(this.file, "second-secret");
		assertThat(token.get()).isEqualTo("second-secret");
	}

	@Test
	void readsATokenOfTheSameLengthWrittenLater() throws IOException {
		TokenFile token = open();
		Files.writeString(this.file, "  third-secret\n");
		Files.setLastModifiedTime(this.file, FileTime.from(Instant.EPOCH));
		assertThat(token.get()).isEqualTo("third-secret");
	}

	@Test
	void readsATokenThatIsPutInPlaceOfTheOther() throws IOException {
		TokenFile token = open();
		Path next = Files.writeString(this.folder.resolve("next"), "  other-secret\n");
		Files.setLastModifiedTime(next, Files.getLastModifiedTime(this.file));
		Files.move(next, this.file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
		assertThat(token.get()).isEqualTo("other-secret");
	}

	@Test
	void followsALinkThatPointsElsewhere() throws IOException {
		Path link = Files.createSymbolicLink(this.folder.resolve("link"), this.file);
		TokenFile token = new TokenFile("some.property", link);
		Path next = Files.writeString(this.folder.resolve("next"), "linked-secret");
		Files.delete(link);
		Files.createSymbolicLink(link, next);
		assertThat(token.get()).isEqualTo("linked-secret");
	}

	@Test
	void keepsTheTokenOfAFileThatVanishesAndSaysSoOnce(CapturedOutput output) throws IOException {
		TokenFile token = open();
		Files.delete(this.file);
		assertThat(token.get()).isEqualTo("first-secret");
		assertThat(token.get()).isEqualTo("first-secret");
		assertThat(output).containsOnlyOnce("WARN")
			.containsOnlyOnce("The token file " + this.file
					+ " can't be used any more, so the last token stays: the file doesn't exist");
		Files.writeString(this.file, "second-secret");
		assertThat(token.get()).isEqualTo("second-secret");
		assertThat(token.get()).isEqualTo("second-secret");
		assertThat(output).containsOnlyOnce("The token file " + this.file + " can be used again")
			.doesNotContain("secret");
	}

	@Test
	void keepsTheTokenWhileTheFileIsEmptyOrWrong(CapturedOutput output) throws IOException {
		TokenFile token = open();
		Files.writeString(this.file, "");
		assertThat(token.get()).isEqualTo("first-secret");
		assertThat(output).contains("the file is empty");
		Files.writeString(this.file, "wrong-secret\nwrong-secret");
		assertThat(token.get()).isEqualTo("first-secret");
		assertThat(output).containsOnlyOnce("WARN").doesNotContain("secret");
		Files.writeString(this.file, "good-secret");
		assertThat(token.get()).isEqualTo("good-secret");
	}

	@Test
	void refusesAtStartupWhatIsNoToken() throws IOException {
		assertRefused(this.folder.resolve("none"), "the file doesn't exist");
		assertRefused(Files.writeString(this.folder.resolve("empty"), " \n"), "the file is empty");
		assertRefused(Files.writeString(this.folder.resolve("two"), "a-secret\nb-secret"),
				"the file holds more than a token");
		assertRefused(Files.write(this.folder.resolve("binary"), new byte[] { (byte) 0xff, (byte) 0xfe }),
				"the file is not a text");
		assertRefused(
				Files.write(this.folder.resolve("large"), "secret".repeat(10_000).getBytes(StandardCharsets.UTF_8)),
				"the file is too large for a token");
		assertRefused(this.folder, "");
	}

	private TokenFile open() {
		return new TokenFile("some.property", this.file);
	}

	private static void assertRefused(Path path, String reason) {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> new TokenFile("some.property", path))
			.withMessageStartingWith("some.property='" + path + "': " + reason)
			.withMessageNotContaining("secret")
			.withNoCause()
			.satisfies((refused) -> assertThat(refused.advice()).isEqualTo(
					"Set it to a file that this application may" + " read and that holds the token, nothing else."));
	}

}
