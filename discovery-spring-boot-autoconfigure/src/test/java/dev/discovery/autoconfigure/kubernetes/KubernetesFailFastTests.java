package dev.discovery.autoconfigure.kubernetes;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.Mistakes;
import dev.discovery.testkit.KubeApiServer;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A start that is to fail where the endpoints may not be read.
 */
@RequiresProgram({ "etcd", "kube-apiserver" })
class KubernetesFailFastTests {

	private static KubeApiServer server;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DiscoveryAutoConfiguration.class,
				KubernetesBackendAutoConfiguration.class))
		.withPropertyValues("discovery.backend=kubernetes", "discovery.kubernetes.url=" + server.url(),
				"discovery.kubernetes.ssl.bundle=cluster",
				"spring.ssl.bundle.pem.cluster.truststore.certificate=" + server.ca());

	@BeforeAll
	static void start() {
		server = new KubeApiServer().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void printsTheRole() {
		String reader = "discovery.kubernetes.token=" + server.token(KubeApiServer.READER);
		this.runner.withPropertyValues(reader).run((context) -> assertThat(context).hasNotFailed());
		this.runner.withPropertyValues(reader, "discovery.kubernetes.fail-fast=true").run((context) -> {
			FailureAnalysis analysis = Mistakes.analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).startsWith("The registry can't be read: GET ")
				.endsWith("the application may not list endpoint slices in the namespace default.");
			assertThat(analysis.getAction()).startsWith(
					"Apply this with kubectl, or set discovery.kubernetes.fail-fast=false to start without, and wait for it.\n\n"
							+ "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n");
		});
	}

	@Test
	void startsWhereItMayRead() {
		this.runner
			.withPropertyValues("discovery.kubernetes.token=" + server.adminToken(),
					"discovery.kubernetes.fail-fast=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void saysThatNobodyIsThere() {
		this.runner
			.withPropertyValues("discovery.kubernetes.url=https://127.0.0.1:1", "discovery.kubernetes.fail-fast=true")
			.run((context) -> {
				FailureAnalysis analysis = Mistakes.analyze(context.getStartupFailure());
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription()).endsWith("the connection is refused");
				assertThat(analysis.getAction()).isEqualTo(
						"See to it that it answers, or set discovery.kubernetes.fail-fast=false to start without,"
								+ " and wait for it.");
			});
	}

}
