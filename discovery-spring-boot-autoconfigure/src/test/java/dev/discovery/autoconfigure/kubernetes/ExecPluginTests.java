package dev.discovery.autoconfigure.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Small scripts in place of the programs of cloud providers; they run when the test says
 * so, on its own thread.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExecPluginTests {

	@TempDir
	private Path folder;

	private final VirtualTime time = new VirtualTime();

	private final AtomicReference<Runnable> task = new AtomicReference<>();

	@Test
	void runsTheProgramOnceAndAgainShortlyBeforeTheTokenEnds() throws IOException {
		ExecPlugin plugin = plugin("""
				n=$(cat count 2>/dev/null || echo 0); n=$((n+1)); echo $n > count
				echo '{"status":{"token":"canary-'$n'","expirationTimestamp":"2026-01-01T00:10:0'$n'Z"}}'
				""");
		assertThatExceptionOfType(BackendException.class).isThrownBy(plugin::token)
			.withMessageContaining("plugin.sh' of the kubeconfig has made no token yet")
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(Kind.UNAVAILABLE));
		run();
		assertThat(plugin.token()).isEqualTo("canary-1");
		this.time.advance(Duration.ofMinutes(8));
		assertThat(plugin.token()).isEqualTo("canary-1");
		assertThat(this.task.get()).isNull();
		this.time.advance(Duration.ofMinutes(1).plusSeconds(10));
		assertThat(plugin.token()).isEqualTo("canary-1");
		run();
		assertThat(plugin.token()).isEqualTo("canary-2");
	}

	@Test
	void runsItAgainWhereTheTokenWasRefused() throws IOException {
		ExecPlugin plugin = plugin("echo '{\"status\":{\"token\":\"canary\"}}'");
		run();
		assertThat(plugin.token()).isEqualTo("canary");
		plugin.refused();
		this.time.advance(Duration.ofSeconds(5));
		assertThatExceptionOfType(BackendException.class).isThrownBy(plugin::token)
			.withMessageEndingWith("has made no token since its last was refused");
		run();
		assertThat(plugin.token()).isEqualTo("canary");
	}

	@Test
	void isDeniedWhereTheNextTokenIsRefusedToo() throws IOException {
		ExecPlugin plugin = plugin("echo '{\"status\":{\"token\":\"canary\"}}'");
		run();
		plugin.refused();
		assertThat(lack(plugin)).isEqualTo(Kind.UNAVAILABLE);
		this.time.advance(Duration.ofSeconds(5));
		assertThat(lack(plugin)).isEqualTo(Kind.UNAVAILABLE);
		run();
		assertThat(plugin.token()).isEqualTo("canary");
		plugin.refused();
		assertThat(lack(plugin)).isEqualTo(Kind.DENIED);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(lack(plugin)).isEqualTo(Kind.DENIED);
		run();
		this.time.advance(Duration.ofHours(1));
		assertThat(plugin.token()).isEqualTo("canary");
		plugin.refused();
		assertThat(lack(plugin)).isEqualTo(Kind.UNAVAILABLE);
	}

	private static Kind lack(ExecPlugin plugin) {
		return catchThrowableOfType(BackendException.class, plugin::token).kind();
	}

	@Test
	void tellsTheProgramWhatItNeedsToKnow() throws IOException {
		ExecPlugin plugin = plugin("""
				case "$KUBERNETES_EXEC_INFO" in *'"apiVersion":"client.authentication.k8s.io/v1"'*) ;; *) exit 3;; esac
				read line && exit 4
				echo '{"status":{"token":"'$PROFILE-$1-$(basename $PWD)'"}}'
				""");
		run();
		assertThat(plugin.token()).isEqualTo("mine-argument-" + this.folder.getFileName());
	}

	@ParameterizedTest
	@ValueSource(strings = { "first", "last" })
	void isNotHeldUpByAProgramThatComplainsAtLength(String order) throws Exception {
		String token = "echo '{\"status\":{\"token\":\"canary\"}}'\n";
		String complaint = "head -c 300000 /dev/zero | tr '\\0' x >&2\n";
		ExecPlugin plugin = plugin(order.equals("first") ? token + complaint : complaint + token);
		runElsewhere();
		assertThat(plugin.token()).isEqualTo("canary");
	}

	@Test
	void isNotHeldUpByAProgramThatPrintsFarTooMuch() throws Exception {
		ExecPlugin plugin = plugin("head -c 900000 /dev/zero | tr '\\0' x; echo far too much >&2; exit 1");
		runElsewhere();
		assertThatExceptionOfType(BackendException.class).isThrownBy(plugin::token)
			.withMessageEndingWith("it ended with the exit code 1: far too much");
	}

	@Test
	void doesNotWaitForWhatTheProgramLeavesRunning() throws Exception {
		ExecPlugin plugin = plugin("""
				sleep 600 & echo $! > left
				echo '{"status":{"token":"canary"}}'
				""");
		try {
			runElsewhere();
			assertThat(plugin.token()).isEqualTo("canary");
		}
		finally {
			long left = Long.parseLong(Files.readString(this.folder.resolve("left")).strip());
			ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					echo canary; echo not logged in >&2; echo canary >&2; exit 7 | it ended with the exit code 7: not logged in
					exit 1                                                       | it ended with the exit code 1
					echo canary                                                  | its output is no JSON
					echo '{"status":{}}'                                         | its output holds no token
					echo '{"status":{"token":"a b canary"}}'                     | its output holds no token
					echo '{"status":{"clientCertificateData":"canary"}}'         | it makes a certificate, and only tokens are supported
					echo '{"status":{"token":"canary","expirationTimestamp":"x"}}' | its output has an expirationTimestamp that is no time
					""")
	void saysWhyThereIsNoToken(String script, String trouble, CapturedOutput output) throws IOException {
		ExecPlugin plugin = plugin(script);
		run();
		assertThatExceptionOfType(BackendException.class).isThrownBy(plugin::token)
			.withMessageEndingWith(": " + trouble)
			.withMessageNotContaining("canary");
		assertThat(output).contains(trouble).doesNotContain("canary");
		assertThat(this.task.get()).isNull();
		this.time.advance(Duration.ofSeconds(5));
		assertThatExceptionOfType(BackendException.class).isThrownBy(plugin::token);
		assertThat(this.task.get()).isNotNull();
	}

	@Test
	void saysOnceThatItIsInTroubleAndOnceThatItNoLongerIs(CapturedOutput output) throws IOException {
		ExecPlugin plugin = plugin("test -f mended && echo '{\"status\":{\"token\":\"canary\"}}'");
		run();
		assertThatExceptionOfType(BackendException.class).isThrownBy(plugin::token);
		this.time.advance(Duration.ofSeconds(5));
		assertThatExceptionOfType(BackendException.class).isThrownBy(plugin::token);
		run();
		Files.createFile(this.folder.resolve("mended"));
		this.time.advance(Duration.ofSeconds(5));
		assertThatExceptionOfType(BackendException.class).isThrownBy(plugin::token);
		run();
		assertThat(plugin.token()).isEqualTo("canary");
		assertThat(output.toString().split("made no token", -1)).hasSize(2);
		assertThat(output.toString().split("makes tokens again", -1)).hasSize(2);
	}

	@Test
	void saysThatThereIsNoSuchProgram() {
		ExecPlugin plugin = new ExecPlugin(List.of("no-such-program"), Map.of(), "v1", this.folder, this.task::set,
				this.time, this.time);
		run();
		assertThatExceptionOfType(BackendException.class).isThrownBy(plugin::token)
			.withMessageContaining("no-such-program");
	}

	private ExecPlugin plugin(String script) throws IOException {
		Path file = Files.writeString(this.folder.resolve("plugin.sh"), "#!/bin/sh\n" + script);
		assertThat(file.toFile().setExecutable(true)).isTrue();
		return new ExecPlugin(List.of("./plugin.sh", "argument"), Map.of("PROFILE", "mine"),
				"client.authentication.k8s.io/v1", this.folder, this.task::set, this.time, this.time);
	}

	/** A program that is never done shall not stop the test, too. */
	private void runElsewhere() throws Exception {
		try {
			Patience.get(CompletableFuture.runAsync(this::run));
		}
		finally {
			this.time.advance(Duration.ofMinutes(1));
		}
	}

	private void run() {
		Runnable next = this.task.getAndSet(null);
		assertThat(next).isNotNull();
		next.run();
	}

}
