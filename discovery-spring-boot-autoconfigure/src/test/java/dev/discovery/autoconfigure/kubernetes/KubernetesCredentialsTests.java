package dev.discovery.autoconfigure.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.backend.FailFast;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.testkit.KubeApiServer;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.RequiresProgram;
import dev.discovery.testkit.TestAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each way of proving who one is, before a real API server; a start fails where it
 * doesn't work.
 */
@RequiresProgram({ "etcd", "kube-apiserver" })
@ExtendWith(OutputCaptureExtension.class)
class KubernetesCredentialsTests {

	@TempDir
	private static Path folder;

	private static TestAuthority authority;

	private static KubeApiServer server;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DiscoveryAutoConfiguration.class,
				KubernetesBackendAutoConfiguration.class))
		.withPropertyValues("discovery.backend=kubernetes", "discovery.kubernetes.fail-fast=true",
				"discovery.kubernetes.namespace=default");

	@BeforeAll
	static void start() throws Exception {
		authority = TestAuthority.in(folder.resolve("authority"));
		server = new KubeApiServer().tls(authority.issue("localhost"), authority).clients(authority).start();
		server.api().namespace("default");
		server.api().apply("""
				apiVersion: rbac.authorization.k8s.io/v1
				kind: Role
				metadata: {name: reads-slices, namespace: default}
				rules:
				- apiGroups: [discovery.k8s.io]
				  resources: [endpointslices]
				  verbs: [list, watch]
				""");
		server.api().bind("default", "reads-slices", KubeApiServer.READER);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void takesTheCertificateOfAKubeconfig() throws Exception {
		TestAuthority.Identity reader = authority.issue(KubeApiServer.READER);
		assertStarts("certificate",
				"client-certificate: " + reader.certificateFile() + ", client-key: " + reader.keyFile());
		TestAuthority.Identity stranger = authority.issue("stranger");
		assertFails("stranger",
				"client-certificate: " + stranger.certificateFile() + ", client-key: " + stranger.keyFile());
	}

	@Test
	void takesTheTokenOfAKubeconfigOrOfItsPlugin(CapturedOutput output) throws Exception {
		String token = server.token(KubeApiServer.READER);
		assertStarts("token", "token: " + token);
		assertFails("wrong", "token: canary-wrong");
		Path plugin = Files.writeString(folder.resolve("plugin.sh"),
				"#!/bin/sh\necho '{\"status\":{\"token\":\"" + token + "\"}}'");
		assertThat(plugin.toFile().setExecutable(true)).isTrue();
		// what it makes isn't there at the first attempt
		this.runner
			.withPropertyValues("discovery.kubernetes.fail-fast=false",
					kubeconfig("exec", "exec: {command: " + plugin + "}"))
			.run((context) -> {
				KubernetesConnectionDetails details = context.getBean(KubernetesConnectionDetails.class);
				Patience.await().ignoreExceptions().until(() -> token.equals(details.getToken()));
				new FailFast(context.getBean(ServiceBackend.class), "any").afterSingletonsInstantiated();
			});
		assertThat(output).doesNotContain("canary").doesNotContain(token);
	}

	@Test
	void takesTheServiceAccountOfItsPod() throws Exception {
		Path account = Files.createDirectories(folder.resolve("serviceaccount"));
		Files.writeString(account.resolve("token"), server.token(KubeApiServer.READER));
		Files.writeString(account.resolve("namespace"), "default");
		Files.copy(server.ca(), account.resolve("ca.crt"));
		KubernetesConnectionDetails found = PropertiesKubernetesConnectionDetails.find(new KubernetesProperties(), null,
				new KubeConfigs((command, variables, version, directory) -> {
					throw new IllegalStateException();
				}, folder), Map.of("KUBERNETES_SERVICE_HOST", server.url().getHost(), "KUBERNETES_SERVICE_PORT",
						"" + server.port()),
				account);
		this.runner.withBean(KubernetesConnectionDetails.class, () -> found)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private void assertStarts(String name, String user) throws Exception {
		this.runner.withPropertyValues(kubeconfig(name, user)).run((context) -> assertThat(context).hasNotFailed());
	}

	private void assertFails(String name, String user) throws Exception {
		this.runner.withPropertyValues(kubeconfig(name, user))
			.run((context) -> assertThat(context).getFailure().hasRootCauseInstanceOf(RuntimeException.class));
	}

	private static String kubeconfig(String name, String user) throws Exception {
		Path file = Files.writeString(folder.resolve("kubeconfig-" + name), """
				current-context: c
				clusters: [{name: here, cluster: {server: "%s", certificate-authority: %s}}]
				users: [{name: me, user: {%s}}]
				contexts: [{name: c, context: {cluster: here, user: me}}]
				""".formatted(server.url(), server.ca(), user));
		return "discovery.kubernetes.kubeconfig=" + file;
	}

}
