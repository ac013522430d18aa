package dev.discovery.test;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;

import dev.discovery.model.Instance;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * What {@link DiscoveryTest} does around each test, and its parameters.
 */
final class DiscoveryTestExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

	/**
	 * How much time passes between two tests. After so long nothing is held in doubt any
	 * more, nobody is ejected, and what nobody uses is no longer followed.
	 */
	static final Duration PAUSE = Duration.ofMinutes(15);

	private static final Namespace NAMESPACE = Namespace.create(DiscoveryTestExtension.class);

	@Override
	public void beforeEach(ExtensionContext context) {
		DiscoveryTestBeans beans = beans(context);
		store(context).put(Before.class, new Before(beans, beans.registry().script()));
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Before before = store(context).remove(Before.class, Before.class);
		if (before != null) {
			before.beans().registry().restore(before.script());
			before.beans().time().advance(PAUSE);
		}
	}

	/**
	 * Parameters of constructors are Spring's.
	 */
	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return (type == TestRegistry.class || type == VirtualTime.class)
				&& parameter.getDeclaringExecutable() instanceof Method
				&& parameter.getParameter().getAnnotations().length == 0;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		DiscoveryTestBeans beans = beans(context);
		return (parameter.getParameter().getType() == VirtualTime.class) ? beans.time() : beans.registry();
	}

	private static DiscoveryTestBeans beans(ExtensionContext context) {
		ApplicationContext application = SpringExtension.getApplicationContext(context);
		return application.getBean(DiscoveryTestBeans.class);
	}

	private static Store store(ExtensionContext context) {
		return context.getStore(NAMESPACE);
	}

	private record Before(DiscoveryTestBeans beans, List<Instance> script) {
	}

}
