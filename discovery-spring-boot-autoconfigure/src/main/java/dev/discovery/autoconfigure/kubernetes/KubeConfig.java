package dev.discovery.autoconfigure.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.discovery.autoconfigure.properties.ConfiguredSslBundle;
import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.autoconfigure.properties.RegistryUrlRules;
import dev.discovery.autoconfigure.properties.TokenFile;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * A kubeconfig: clusters, users, and contexts, each of which joins one of either.
 *
 * @see <a href=
 * "https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig</a>
 */
final class KubeConfig {

	private final Path file;

	private final Map<?, ?> content;

	private final ExecPlugin.Factory plugins;

	KubeConfig(Path file, Object content, ExecPlugin.Factory plugins) {
		this.file = file;
		this.content = map(content, "the file");
		this.plugins = plugins;
	}

	/**
	 * The way that a context describes.
	 * @param name the context, or null for the current one
	 */
	ClusterAccess access(@Nullable String name) {
		String chosen = (name != null) ? name : text(this.content, "current-context");
		if (chosen == null) {
			throw wrong("has no current-context, and discovery.kubernetes.context names none");
		}
		Map<?, ?> context = named("contexts", "context", chosen);
		String clusterName = required(context, "cluster", "the context '" + chosen + "' has no cluster");
		Map<?, ?> cluster = named("clusters", "cluster", clusterName);
		String userName = text(context, "user");
		Map<?, ?> user = (userName != null) ? named("users", "user", userName) : Map.of();
		URI url = url(clusterName, cluster);
		String origin = "the context '" + chosen + "' of " + this.file;
		if ("https".equalsIgnoreCase(url.getScheme()) || user.isEmpty()) {
			return access(origin, url, text(context, "namespace"), cluster, user);
		}
		// as kubectl has it: nothing secret is said in the clear
		return access(origin + ", without its user, since the server isn't https", url, text(context, "namespace"),
				cluster, Map.of());
	}

	private ClusterAccess access(String origin, URI url, @Nullable String namespace, Map<?, ?> cluster,
			Map<?, ?> user) {
		refuse(cluster, "insecure-skip-tls-verify", "true",
				"asks for no verification of the server's certificate, which is always verified here");
		refuse(cluster, "tls-server-name", null, "has a tls-server-name, which isn't supported");
		refuse(user, "username", null, "has a user with a password, which Kubernetes doesn't know any more");
		refuse(user, "auth-provider", null, "has an auth-provider, which Kubernetes doesn't know any more: use exec");
		ExecPlugin plugin = (user.get("exec") != null) ? plugin(map(user.get("exec"), "exec")) : null;
		SslBundle bundle = ClusterAccess.bundle(pem(cluster, "certificate-authority"), pem(user, "client-certificate"),
				pem(user, "client-key"));
		if (bundle != null) {
			// what it holds may be a key
			ConfiguredSslBundle.usable(bundle, (why) -> wrong("has certificates that can't be used"));
		}
		return (plugin != null) ? new ClusterAccess(origin, url, namespace, plugin::token, plugin::refused, bundle)
				: new ClusterAccess(origin, url, namespace, token(user), () -> {
				}, bundle);
	}

	private URI url(String name, Map<?, ?> cluster) {
		String server = required(cluster, "server", "the cluster '" + name + "' has no server");
		String wrong = RegistryUrlRules.hasUser(server) ? "has a user in it" : RegistryUrlRules.whyWrong(server);
		if (wrong != null) {
			throw wrong("the server of the cluster '" + name + "' " + wrong);
		}
		return RegistryUrlRules.normalized(server);
	}

	private Supplier<@Nullable String> token(Map<?, ?> user) {
		String tokenFile = text(user, "tokenFile");
		if (tokenFile != null) {
			return new TokenFile(KubeConfigs.PROPERTY, resolve(tokenFile))::get;
		}
		String token = text(user, "token");
		if (token != null && !PropertyRules.isToken(token)) {
			throw wrong("has a token with blanks or line breaks in it");
		}
		return () -> token;
	}

	private ExecPlugin plugin(Map<?, ?> exec) {
		List<String> command = new ArrayList<>();
		command.add(required(exec, "command", "a user's exec has no command"));
		list(exec, "args").forEach((argument) -> command.add(String.valueOf(argument)));
		Map<String, String> variables = new LinkedHashMap<>();
		list(exec, "env").forEach((entry) -> {
			Map<?, ?> pair = map(entry, "an entry of env");
			variables.put(required(pair, "name", "an entry of env has no name"), String.valueOf(text(pair, "value")));
		});
		String version = text(exec, "apiVersion");
		return this.plugins.create(command, variables, (version != null) ? version : "client.authentication.k8s.io/v1",
				resolve(""));
	}

	/**
	 * Given as data, or as the name of a file.
	 */
	private @Nullable String pem(Map<?, ?> map, String name) {
		String data = text(map, name + "-data");
		try {
			if (data != null) {
				return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.US_ASCII);
			}
			String path = text(map, name);
			return (path != null) ? Files.readString(resolve(path)) : null;
		}
		catch (IOException ex) {
			throw wrong("names a file as " + name + " that can't be read");
		}
		catch (IllegalArgumentException ex) {
			throw wrong("has " + name + "-data that isn't base64");
		}
	}

	private Path resolve(String path) {
		try {
			return this.file.toAbsolutePath().resolveSibling(path);
		}
		catch (InvalidPathException ex) {
			throw wrong("names something that is not the path of a file");
		}
	}

	private Map<?, ?> named(String listName, String elementName, String name) {
		for (Object entry : list(this.content, listName)) {
			Map<?, ?> element = map(entry, "an entry of " + listName);
			if (name.equals(text(element, "name"))) {
				Object found = element.get(elementName);
				return (found != null) ? map(found, elementName) : Map.of();
			}
		}
		throw wrong("has no " + elementName + " named '" + name + "'");
	}

	private void refuse(Map<?, ?> map, String name, @Nullable String value, String reason) {
		String found = text(map, name);
		if (found != null && (value == null || value.equals(found))) {
			throw wrong(reason);
		}
	}

	private String required(Map<?, ?> map, String name, String reason) {
		String found = text(map, name);
		if (found == null) {
			throw wrong(reason);
		}
		return found;
	}

	private static @Nullable String text(Map<?, ?> map, String name) {
		Object found = map.get(name);
		return (found != null && !found.toString().isBlank()) ? found.toString() : null;
	}

	private List<?> list(Map<?, ?> map, String name) {
		Object found = map.get(name);
		if (found != null && !(found instanceof List)) {
			throw wrong("has " + name + " that isn't a list");
		}
		return (found != null) ? (List<?>) found : List.of();
	}

	private Map<?, ?> map(Object value, String what) {
		if (value instanceof Map<?, ?> map) {
			return map;
		}
		throw wrong("isn't a kubeconfig: " + what + " should have entries");
	}

	private RuntimeException wrong(String reason) {
		return KubeConfigs.wrong(this.file, reason);
	}

}
