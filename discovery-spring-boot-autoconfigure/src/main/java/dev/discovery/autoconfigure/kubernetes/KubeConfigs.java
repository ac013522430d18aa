package dev.discovery.autoconfigure.kubernetes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Finds and reads the kubeconfig of whoever runs the application.
 */
final class KubeConfigs {

	static final String PROPERTY = KubernetesProperties.PREFIX + "kubeconfig";

	private static final int MAX_SIZE = 1024 * 1024;

	private final ExecPlugin.Factory plugins;

	private final Path home;

	/**
	 * Creates it.
	 * @param plugins makes the plugins that users name
	 * @param home where the folder {@code .kube} is
	 */
	KubeConfigs(ExecPlugin.Factory plugins, Path home) {
		this.plugins = plugins;
		this.home = home;
	}

	/**
	 * Finds the way that a kubeconfig describes.
	 * @param configured the file, or null for the usual ones
	 * @param context its context, or null for the current one
	 * @param variables the environment of the process
	 * @return the way, or null where there is no file
	 */
	@Nullable ClusterAccess find(@Nullable String configured, @Nullable String context, Map<String, String> variables) {
		Path file = (configured != null) ? PropertyRules.path(PROPERTY, configured, "/home/me/.kube/config")
				: usual(variables);
		if (file == null) {
			return null;
		}
		return new KubeConfig(file, read(file), this.plugins).access(context);
	}

	private @Nullable Path usual(Map<String, String> variables) {
		String list = variables.getOrDefault("KUBECONFIG", "");
		Stream<Path> candidates = list.isBlank() ? Stream.of(this.home.resolve(".kube").resolve("config"))
				: Stream.of(list.split(File.pathSeparator)).filter((path) -> !path.isBlank()).map(Path::of);
		return candidates.filter(Files::exists).findFirst().orElse(null);
	}

	private static Object read(Path file) {
		LoaderOptions limits = new LoaderOptions();
		limits.setCodePointLimit(MAX_SIZE);
		limits.setMaxAliasesForCollections(10);
		try {
			if (Files.size(file) > MAX_SIZE) {
				throw wrong(file, "is larger than a kubeconfig can be");
			}
			Object content = new Yaml(new SafeConstructor(limits)).load(Files.readString(file));
			return (content != null) ? content : Map.of();
		}
		catch (IOException ex) {
			throw wrong(file, "can't be read: " + ex.getClass().getSimpleName());
		}
		catch (YAMLException ex) {
			// its message may quote a secret
			throw wrong(file, "is no YAML");
		}
	}

	static InvalidDiscoveryPropertyException wrong(Path file, String reason) {
		return new InvalidDiscoveryPropertyException(PROPERTY, file.toString(), reason,
				"Mend the file, name another one in " + PROPERTY + ", or set discovery.kubernetes.url.");
	}

}
