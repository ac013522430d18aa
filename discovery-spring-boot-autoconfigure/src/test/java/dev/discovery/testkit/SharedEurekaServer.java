package dev.discovery.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a fast server as a parameter, which knows nothing yet and is the same for
 * all classes of a run: for those that let it live. It is started for the first who asks
 * for it, and ends with the last test of the JVM.
 */
public final class SharedEurekaServer implements ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(SharedEurekaServer.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == EurekaServer.class;
	}

	@Override
	public EurekaServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return of(context);
	}

	/**
	 * The server, for another extension.
	 */
	public static EurekaServer of(ExtensionContext context) {
		// a build starts each class as a run of its own, in one session
		EurekaServer server = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
			.computeIfAbsent(EurekaServer.class, (type) -> EurekaServer.fast().start(), EurekaServer.class);
		server.api().unregisterAll();
		return server;
	}

}
