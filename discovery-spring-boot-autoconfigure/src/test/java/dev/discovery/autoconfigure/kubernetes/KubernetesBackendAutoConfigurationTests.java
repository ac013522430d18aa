package dev.discovery.autoconfigure.kubernetes;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.autoconfigure.registration.RegistrationAutoConfiguration;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.kubernetes.KubernetesApi;
import dev.discovery.backend.kubernetes.KubernetesBackend;
import dev.discovery.backend.kubernetes.KubernetesRegistrar;
import dev.discovery.backend.kubernetes.KubernetesSettings;
import dev.discovery.backend.kubernetes.KubernetesSettings.AddressType;
import dev.discovery.backend.kubernetes.KubernetesSettings.Extras;
import dev.discovery.backend.kubernetes.KubernetesSettings.ServiceSettings;
import dev.discovery.backend.kubernetes.ServiceName;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class KubernetesBackendAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DiscoveryAutoConfiguration.class,
				KubernetesBackendAutoConfiguration.class, InMemoryBackendAutoConfiguration.class,
				RegistrationAutoConfiguration.class))
		.withPropertyValues("spring.application.name=orders");

	private final ApplicationContextRunner kubernetes = this.runner.withPropertyValues("discovery.backend=kubernetes",
			"discovery.kubernetes.url=http://localhost:8001");

	@Test
	void isThereOnlyWhereItIsChosen(CapturedOutput output) {
		this.kubernetes.run((context) -> {
			assertThat(context).hasSingleBean(ServiceBackend.class).hasSingleBean(KubernetesBackend.class);
			assertThat(context.getBean(ServiceBackend.class).name()).isEqualTo("kubernetes");
			assertThat(context).getBean(ServiceRegistrar.class).isInstanceOf(KubernetesRegistrar.class);
			assertThat(context).hasSingleBean(ServiceDirectory.class);
			assertThat(context.getBean(KubernetesSettings.class))
				.isEqualTo(new KubernetesSettings(URI.create("http://localhost:8001"), "default", Set.of("default"),
						"cluster.local", AddressType.IPV4, null, Map.of(), Extras.NONE));
		});
		assertThat(output).contains("Kubernetes is at http://localhost:8001 (discovery.kubernetes.url)");
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(KubernetesSettings.class));
	}

	@Test
	void isSwitchedOffWithDiscoveryAndMakesWayForOthers() {
		for (String property : new String[] { "discovery.enabled=false", "spring.cloud.discovery.enabled=false" }) {
			this.kubernetes.withPropertyValues(property)
				.run((context) -> assertThat(context).hasNotFailed()
					.doesNotHaveBean(ServiceBackend.class)
					.doesNotHaveBean(RegistryHttpClient.class));
		}
		this.kubernetes.withBean(ScriptedBackend.class)
			.run((context) -> assertThat(context).hasSingleBean(ServiceBackend.class)
				.doesNotHaveBean(KubernetesApi.class));
	}

	@Test
	void takesEverythingFromItsProperties() {
		this.kubernetes
			.withPropertyValues("discovery.kubernetes.namespace=shop", "discovery.kubernetes.namespaces=shop,billing",
					"discovery.kubernetes.cluster-domain=corp.example", "discovery.kubernetes.ip-family=ipv6",
					"discovery.kubernetes.port-name=web", "discovery.kubernetes.service-labels=true",
					"discovery.kubernetes.external-names=true",
					"discovery.kubernetes.services.orders.pod-selector=app=orders,tier!=x",
					"discovery.kubernetes.services[invoices.billing.svc].port-name=grpc",
					"discovery.kubernetes.services[invoices.billing.svc].port=9000")
			.run((context) -> assertThat(context.getBean(KubernetesSettings.class))
				.isEqualTo(new KubernetesSettings(URI.create("http://localhost:8001"), "shop",
						Set.of("shop", "billing"), "corp.example", AddressType.IPV6, "web",
						Map.of(new ServiceName("orders", "shop"), new ServiceSettings(null, null, "app=orders,tier!=x"),
								new ServiceName("invoices", "billing"), new ServiceSettings("grpc", 9000, null)),
						new Extras(true, false, true))));
		this.kubernetes.withPropertyValues("discovery.kubernetes.namespaces=*")
			.run((context) -> assertThat(context.getBean(KubernetesSettings.class).namespaces()).isEmpty());
	}

	@Test
	void asksConnectionDetailsInPlaceOfTheProperties() {
		this.kubernetes.withPropertyValues("discovery.kubernetes.url=wrong")
			.withBean(KubernetesConnectionDetails.class, () -> () -> URI.create("https://fixed:6443"))
			.run((context) -> assertThat(context.getBean(KubernetesSettings.class).url())
				.isEqualTo(URI.create("https://fixed:6443")));
	}

	@Test
	void findsTheServiceAccountOfItsPodBeforeAKubeconfig(@TempDir Path folder, CapturedOutput output) throws Exception {
		Path token = Files.writeString(folder.resolve("token"), "canary-one");
		Files.writeString(folder.resolve("namespace"), "shop\n");
		KubernetesConnectionDetails found = find(folder, Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1",
				"KUBERNETES_SERVICE_PORT", "6443", "KUBECONFIG", "/no/such/file"));
		assertThat(found.getUrl()).isEqualTo(URI.create("https://10.0.0.1:6443"));
		assertThat(found.getNamespace()).isEqualTo("shop");
		assertThat(found.getToken()).isEqualTo("canary-one");
		Files.writeString(token, "canary-rotated");
		assertThat(found.getToken()).isEqualTo("canary-rotated");
		assertThat(find(folder, Map.of("KUBERNETES_SERVICE_HOST", "fd00::1")).getUrl())
			.isEqualTo(URI.create("https://[fd00::1]:443"));
		assertThat(output).contains("(the pod's service account)").doesNotContain("canary");
	}

	@Test
	void saysWhatThereMayBeWhereNothingIsFound(@TempDir Path folder) {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class).isThrownBy(() -> find(folder, Map.of()))
			.withMessage("discovery.kubernetes.url: this is no pod with a service account, and there is no kubeconfig"
					+ " either");
	}

	private static KubernetesConnectionDetails find(Path folder, Map<String, String> variables) {
		return PropertiesKubernetesConnectionDetails.find(new KubernetesProperties(), null,
				new KubeConfigs((command, environment, version, directory) -> {
					throw new IllegalStateException();
				}, folder), variables, folder);
	}

}
