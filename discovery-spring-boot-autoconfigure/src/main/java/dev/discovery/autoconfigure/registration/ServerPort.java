package dev.discovery.autoconfigure.registration;

import java.util.function.IntSupplier;

import dev.discovery.cloud.registry.RegistrationSettings;
import dev.discovery.model.InvalidDiscoveryPropertyException;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * The port of the application's own web server. Asked of the server itself: events and
 * the property {@code local.server.port} may also be those of a child context.
 */
final class ServerPort {

	private static final String WEB_SERVER_CONTEXT = "org.springframework.boot.web.server.context.WebServerApplicationContext";

	private ServerPort() {
	}

	/**
	 * Where to ask for the port.
	 * @param context the application's context
	 * @return the port once the server runs, and 0 or less where there is none
	 */
	static IntSupplier of(ApplicationContext context) {
		return (hasWebServers(context)) ? () -> Embedded.port(context) : () -> -1;
	}

	/**
	 * An application that will register needs a name. Said before the server opens.
	 * @param settings what was configured
	 * @param context the application's context
	 */
	static void requireName(RegistrationSettings settings, ApplicationContext context) {
		boolean willRegister = settings.enabled() && (settings.port() != null || isExpected(context));
		if (willRegister && settings.serviceId() == null) {
			throw new InvalidDiscoveryPropertyException("spring.application.name", null,
					"this application registers itself, and needs a name under which others find it",
					"Set spring.application.name (or discovery.registration.service-id). If the application should"
							+ " only look others up, set discovery.registration.enabled=false.");
		}
	}

	/**
	 * Whether there will be a server with a port.
	 * @param context the application's context, which may not have started yet
	 */
	static boolean isExpected(ApplicationContext context) {
		return hasWebServers(context) && Embedded.isExpected(context);
	}

	private static boolean hasWebServers(ApplicationContext context) {
		return ClassUtils.isPresent(WEB_SERVER_CONTEXT, context.getClassLoader());
	}

	/**
	 * Loaded only where there are web servers at all.
	 */
	private static final class Embedded {

		static int port(ApplicationContext context) {
			WebServer server = (context instanceof WebServerApplicationContext web) ? web.getWebServer() : null;
			return (server != null) ? server.getPort() : -1;
		}

		static boolean isExpected(ApplicationContext context) {
			Integer port = context.getEnvironment().getProperty("server.port", Integer.class);
			return context instanceof WebServerApplicationContext && (port == null || port >= 0);
		}

	}

}
