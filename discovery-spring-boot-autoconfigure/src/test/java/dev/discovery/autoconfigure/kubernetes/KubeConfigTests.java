package dev.discovery.autoconfigure.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.TestAuthority;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KubeConfigTests {

	private static final String CONFIG = """
			apiVersion: v1
			kind: Config
			current-context: one
			clusters:
			- name: here
			  cluster:
			    server: https://10.0.0.1:6443/
			- name: there
			  cluster:
			    server: https://10.0.0.2/k8s
			users:
			- name: me
			  user:
			    token: canary-one
			- name: other
			  user:
			    tokenFile: token
			contexts:
			- name: one
			  context: {cluster: here, user: me, namespace: shop}
			- name: two
			  context: {cluster: there, user: other}
			- name: three
			  context: {cluster: there}
			""";

	@TempDir
	private Path folder;

	private final List<List<String>> commands = new ArrayList<>();

	@Test
	void readsTheCurrentContextOrTheOneThatIsNamed() throws IOException {
		ClusterAccess current = access(CONFIG, null);
		assertThat(current.getUrl()).isEqualTo(URI.create("https://10.0.0.1:6443"));
		assertThat(current.getNamespace()).isEqualTo("shop");
		assertThat(current.getToken()).isEqualTo("canary-one");
		assertThat(current.getSslBundle()).isNull();
		assertThat(current.toString()).startsWith("https://10.0.0.1:6443 (the context 'one' of ")
			.doesNotContain("canary");
		write("token", "canary-two\n");
		ClusterAccess named = access(CONFIG, "two");
		assertThat(named.getUrl()).isEqualTo(URI.create("https://10.0.0.2/k8s"));
		assertThat(named.getNamespace()).isNull();
		assertThat(named.getToken()).isEqualTo("canary-two");
		write("token", "canary-three-now");
		assertThat(named.getToken()).isEqualTo("canary-three-now");
		assertThat(access(CONFIG, "three").getToken()).isNull();
	}

	@Test
	void readsCertificatesFromFilesBesideItAndFromData() throws Exception {
		TestAuthority authority = TestAuthority.in(this.folder.resolve("authority"));
		TestAuthority.Identity identity = authority.issue("orders");
		String files = CONFIG
			.replace("server: https://10.0.0.1:6443/",
					"server: https://10.0.0.1:6443/\n    certificate-authority: "
							+ this.folder.relativize(authority.certificateFile()))
			.replace("token: canary-one",
					"client-certificate: " + identity.certificateFile() + "\n    client-key: " + identity.keyFile());
		assertThat(access(files, null).getSslBundle().createSslContext()).isNotNull();
		assertThat(access(files, null).getSslBundle().getStores().getKeyStore().size()).isEqualTo(1);
		String data = CONFIG
			.replace("server: https://10.0.0.1:6443/",
					"server: https://10.0.0.1:6443/\n    certificate-authority-data: "
							+ base64(authority.certificateFile()))
			.replace("token: canary-one", "client-certificate-data: " + base64(identity.certificateFile())
					+ "\n    client-key-data: " + base64(identity.keyFile()));
		assertThat(access(data, null).getSslBundle().getStores().getTrustStore().size()).isEqualTo(1);
		assertThat(access(data, null).getSslBundle().getStores().getKeyStore().size()).isEqualTo(1);
	}

	@Test
	void namesPlugins() throws IOException {
		access(CONFIG.replace("token: canary-one", """
				exec:
				      apiVersion: client.authentication.k8s.io/v1beta1
				      command: aws
				      args: [eks, get-token]
				      env: [{name: PROFILE, value: mine}]"""), null);
		assertThat(this.commands).containsExactly(List.of("aws", "eks", "get-token", "{PROFILE=mine}",
				"client.authentication.k8s.io/v1beta1", this.folder.toString()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "token: canary-one", "tokenFile: token", "exec: {command: aws}" })
	void saysNothingOfTheUserWhereTheServerIsNotHttps(String user) throws IOException {
		write("token", "canary-two");
		ClusterAccess access = access(
				CONFIG.replace("https://10.0.0.1:6443/", "http://localhost:8001").replace("token: canary-one", user),
				null);
		assertThat(access.getUrl()).isEqualTo(URI.create("http://localhost:8001"));
		assertThat(access.getNamespace()).isEqualTo("shop");
		assertThat(access.getToken()).isNull();
		assertThat(access.toString()).contains("without its user, since the server isn't https");
		assertThat(this.commands).isEmpty();
	}

	@Test
	void isFoundWhereKubectlFindsIt() throws IOException {
		KubeConfigs configs = configs();
		assertThat(configs.find(null, null, Map.of())).isNull();
		Files.createDirectory(this.folder.resolve(".kube"));
		Path home = write(".kube/config", CONFIG);
		assertThat(configs.find(null, null, Map.of())).asString().contains(home.toString());
		Path other = write("other", CONFIG);
		assertThat(configs.find(null, null, Map.of("KUBECONFIG", "/no/such/file:" + other + ":" + home))).asString()
			.contains(other.toString());
		assertThat(configs.find(null, null, Map.of("KUBECONFIG", "/no/such/file"))).isNull();
	}

	@ParameterizedTest(name = "{1}")
	@CsvSource(delimiter = '|',
			textBlock = """
					current-context: one               | has no current-context, and discovery.kubernetes.context names none  |
					name: one                          | has no context named 'one'                                           | name: uno
					cluster: here, user: me            | the context 'one' has no cluster                                     | user: me
					name: here                         | has no cluster named 'here'                                          | name: hier
					name: me                           | has no user named 'me'                                               | name: du
					server: https://10.0.0.1:6443/     | the cluster 'here' has no server                                     | x: y
					server: https://10.0.0.1:6443/     | the server of the cluster 'here' is not an http or https URL with a host | server: ftp://x
					server: https://10.0.0.1:6443/     | the server of the cluster 'here' has a user in it                    | server: https://u:canary@x
					server: https://10.0.0.1:6443/     | asks for no verification of the server's certificate, which is always verified here | {server: https://x, insecure-skip-tls-verify: true}
					server: https://10.0.0.1:6443/     | has a tls-server-name, which isn't supported                         | {server: https://x, tls-server-name: y}
					server: https://10.0.0.1:6443/     | names a file as certificate-authority that can't be read             | {server: https://x, certificate-authority: none}
					server: https://10.0.0.1:6443/     | has certificate-authority-data that isn't base64                     | {server: https://x, certificate-authority-data: '?a'}
					token: canary-one                  | has a user with a password, which Kubernetes doesn't know any more   | {username: a, password: canary}
					token: canary-one                  | has an auth-provider, which Kubernetes doesn't know any more: use exec | auth-provider: {name: gcp}
					token: canary-one                  | a user's exec has no command                                         | exec: {args: [x]}
					kind: Config                       | is no YAML                                                           | ": ["
					- name: there                      | isn't a kubeconfig: an entry of clusters should have entries         | - x
					""")
	void saysWhatIsWrongWithIt(String original, String reason, @Nullable String replacement) throws IOException {
		String broken = CONFIG.replace(original, (replacement != null) ? replacement : "");
		if (original.equals("- name: there")) {
			broken = "current-context: one\nclusters: [x]\ncontexts: [{name: one, context: {cluster: here}}]";
		}
		String content = broken;
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class).isThrownBy(() -> access(content, null))
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("discovery.kubernetes.kubeconfig");
				assertThat(ex.reason()).isEqualTo(reason);
				assertThat(ex.getMessage() + ex.advice()).doesNotContain("canary");
			});
	}

	@Test
	void refusesWhatIsNone() throws IOException {
		for (String content : List.of("", "[]", "text", "a: &a [*a]")) {
			assertThatExceptionOfType(InvalidDiscoveryPropertyException.class).isThrownBy(() -> access(content, null));
		}
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> configs().find(this.folder.resolve("none").toString(), null, Map.of()))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo("can't be read: NoSuchFileException"));
	}

	private ClusterAccess access(String content, @Nullable String context) throws IOException {
		ClusterAccess found = configs().find(write("config", content).toString(), context, Map.of());
		assertThat(found).isNotNull();
		return found;
	}

	private KubeConfigs configs() {
		return new KubeConfigs((command, variables, version, directory) -> {
			List<String> all = new ArrayList<>(command);
			all.addAll(List.of(variables.toString(), version, directory.toString()));
			this.commands.add(all);
			return new ExecPlugin(command, variables, version, directory, (task) -> {
			}, new VirtualTime(), new VirtualTime());
		}, this.folder);
	}

	private Path write(String name, String content) throws IOException {
		return Files.writeString(this.folder.resolve(name), content);
	}

	private static String base64(Path file) throws IOException {
		return Base64.getEncoder().encodeToString(Files.readString(file).getBytes(StandardCharsets.US_ASCII));
	}

}
