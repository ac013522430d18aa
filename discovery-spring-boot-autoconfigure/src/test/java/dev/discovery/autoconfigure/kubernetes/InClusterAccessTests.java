package dev.discovery.autoconfigure.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InClusterAccessTests {

	@Test
	void namesTheFileOfTheServiceAccountThatCantBeRead(@TempDir Path folder) throws IOException {
		Files.writeString(folder.resolve("token"), "canary");
		Path namespace = Files.createDirectory(folder.resolve("namespace"));
		Map<String, String> pod = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> InClusterAccess.find(pod, folder))
			.withMessage(
					"discovery.kubernetes.url: the file " + namespace + " of the pod's service account can't be read");
	}

}
