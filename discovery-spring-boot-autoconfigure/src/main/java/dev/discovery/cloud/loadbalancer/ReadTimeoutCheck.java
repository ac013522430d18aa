package dev.discovery.cloud.loadbalancer;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.service.registry.AbstractHttpServiceRegistrar;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/**
 * Warns, once and at startup, of blocking load-balanced clients that wait for ever for an
 * answer: an interceptor can't set a timeout for them. Sees only singletons that exist by
 * then, and never makes the start fail.
 */
public final class ReadTimeoutCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(ReadTimeoutCheck.class);

	private static final List<String> GENERAL = List.of("spring.http.clients.read-timeout",
			"spring.http.clients.imperative.read-timeout");

	private static final String GROUP = "spring.http.serviceclient.";

	private static final String HTTP_INTERFACES = AbstractHttpServiceRegistrar.HTTP_SERVICE_PROXY_REGISTRY_BEAN_NAME;

	private final ListableBeanFactory beans;

	private final Environment environment;

	/**
	 * Creates the check.
	 * @param beans has the clients
	 * @param environment has the timeouts of HTTP interfaces
	 */
	public ReadTimeoutCheck(ListableBeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		try {
			check();
		}
		catch (RuntimeException | LinkageError ex) {
			// a hint isn't worth a start that fails
			logger.debug("Can't tell which load-balanced clients have no read timeout", ex);
		}
	}

	private void check() {
		Set<String> clients = new TreeSet<>();
		addBeans(clients, RestTemplate.class, (client) -> ReadTimeouts.isMissing(client.getRequestFactory()));
		addBeans(clients, RestClient.Builder.class, ReadTimeouts::isMissing);
		if (existing(HTTP_INTERFACES) != null) {
			addGroups(clients, this.beans.getBean(HTTP_INTERFACES, HttpServiceProxyRegistry.class));
		}
		if (!clients.isEmpty()) {
			logger.warn("These load-balanced clients have no read timeout: " + String.join(", ", clients)
					+ ". An instance that hangs is found and gets no more calls, but the calls that wait for it by "
					+ "then are stuck for ever, each with its thread, and can't be tried elsewhere. Set "
					+ GENERAL.get(0) + " for clients that Spring Boot builds, or a read timeout on the client's "
					+ "request factory");
		}
	}

	private <T> void addBeans(Set<String> clients, Class<T> type, Predicate<T> isMissing) {
		for (String name : this.beans.getBeanNamesForType(type, false, false)) {
			Object client = existing(name);
			if (type.isInstance(client) && this.beans.findAnnotationOnBean(name, LoadBalanced.class, false) != null
					&& isMissing.test(type.cast(client))) {
				clients.add(name);
			}
		}
	}

	/** What doesn't is lazy, and not to be made for this. */
	private @Nullable Object existing(String name) {
		return (this.beans instanceof SingletonBeanRegistry registry) ? registry.getSingleton(name) : null;
	}

	private void addGroups(Set<String> clients, HttpServiceProxyRegistry registry) {
		if (GENERAL.stream().anyMatch(this.environment::containsProperty)) {
			return;
		}
		for (String group : registry.getGroupNames()) {
			String url = this.environment.getProperty(GROUP + group + ".base-url", "lb://");
			if (url.startsWith("lb:") && !this.environment.containsProperty(GROUP + group + ".read-timeout")
					&& registry.getClientTypesInGroup(group).stream().anyMatch(ReadTimeoutCheck::isBlocking)) {
				clients.add("HTTP interfaces of '" + group + "'");
			}
		}
	}

	private static boolean isBlocking(Class<?> api) {
		return Arrays.stream(api.getMethods()).map(Method::getReturnType).anyMatch(ReadTimeoutCheck::isAwaited);
	}

	private static boolean isAwaited(Class<?> answer) {
		return !CompletionStage.class.isAssignableFrom(answer) && ClassUtils.getAllInterfacesForClassAsSet(answer)
			.stream()
			.noneMatch((type) -> type.getName().equals("org.reactivestreams.Publisher"));
	}

}
