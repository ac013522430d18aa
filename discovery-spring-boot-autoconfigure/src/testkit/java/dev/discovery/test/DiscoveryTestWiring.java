package dev.discovery.test;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.cloud.registry.HostSource;
import dev.discovery.cloud.registry.SelectedHost;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Makes the registry and the time beans of one context.
 */
final class DiscoveryTestWiring
		implements BeanDefinitionRegistryPostProcessor, ApplicationListener<ContextClosedEvent> {

	private static final String NAME = "discoveryTestBeans";

	private final DiscoveryTestBeans beans;

	private final TestRegistry registry;

	private final VirtualTime time;

	DiscoveryTestWiring(DiscoveryTestBeans beans) {
		this.beans = beans;
		this.registry = beans.registry();
		this.time = beans.time();
	}

	/**
	 * Before the auto-configurations, of which each stands back where there is a backend.
	 */
	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry definitions) {
		BeanFactory factory = (BeanFactory) definitions;
		define(definitions, NAME, DiscoveryTestBeans.class, () -> this.beans);
		define(definitions, "discoveryTestRegistry", TestRegistry.class, () -> this.registry);
		define(definitions, "discoveryTestBackend", ServiceBackend.class,
				() -> this.registry.backend(observer(factory)));
		define(definitions, "discoveryTestRegistrar", ServiceRegistrar.class,
				() -> this.registry.registrar(observer(factory)));
		define(definitions, "discoveryTestHostSource", HostSource.class,
				() -> () -> new SelectedHost("127.0.0.1", "loopback, for the registry is the test's"));
	}

	/**
	 * After them: the clock has to stand exactly where theirs does, so that there is one
	 * of each kind.
	 */
	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
		BeanDefinitionRegistry definitions = (BeanDefinitionRegistry) factory;
		replace(definitions, "discoveryTicker", Ticker.class, () -> this.time::nanos);
		replace(definitions, "discoveryScheduler", Scheduler.class, () -> new TimersOf(this.time));
		factory.registerResolvableDependency(VirtualTime.class, this.time);
	}

	/** The one that tells all others, where discovery is switched on. */
	private static RegistryObserver observer(BeanFactory factory) {
		return factory.getBeanProvider(DiscoveryObserver.class).getIfUnique(() -> DiscoveryObserver.NONE);
	}

	private static <T> void define(BeanDefinitionRegistry definitions, String name, Class<T> type, Supplier<T> bean) {
		RootBeanDefinition definition = new RootBeanDefinition(type, bean);
		definition.setPrimary(true);
		definitions.registerBeanDefinition(name, definition);
	}

	private static <T> void replace(BeanDefinitionRegistry definitions, String name, Class<T> type, Supplier<T> bean) {
		if (definitions.containsBeanDefinition(name)) {
			definitions.removeBeanDefinition(name);
			definitions.registerBeanDefinition(name, new RootBeanDefinition(type, bean));
		}
	}

	/**
	 * An application that stops must neither wait for a registry that the test left
	 * broken nor for a clock that nobody moves any more.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext().containsLocalBean(NAME)) {
			this.time.flow();
			this.registry.restore(List.of());
		}
	}

	/**
	 * The time as a scheduler and nothing else, so that it is one bean of one kind.
	 */
	private record TimersOf(VirtualTime time) implements Scheduler {

		@Override
		public Timer schedule(Runnable task, Duration delay) {
			return this.time.schedule(task, delay);
		}

		@Override
		public void execute(Runnable task) {
			this.time.execute(task);
		}

		@Override
		public void close() {
			this.time.close();
		}

	}

}
