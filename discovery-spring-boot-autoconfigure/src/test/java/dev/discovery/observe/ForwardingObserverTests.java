package dev.discovery.observe;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.discovery.backend.ExchangeObservation;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.directory.LookupRecorder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Who forwards by hand must not forget an event, not even one that comes to be later.
 */
class ForwardingObserverTests {

	@ParameterizedTest
	@MethodSource("events")
	void allTellEachOfEveryEvent(Method event) throws Exception {
		List<String> heard = new ArrayList<>();
		DiscoveryObserver first = observer(DiscoveryObserver.class, heard, "first ");
		DiscoveryObserver last = observer(DiscoveryObserver.class, heard, "last ");
		event.invoke(DiscoveryObserver.all(List.of(first, last)), arguments(event));
		assertThat(heard).containsExactly("first " + event.getName(), "last " + event.getName());
	}

	@ParameterizedTest
	@MethodSource("registryEvents")
	void theGuardTellsOfEveryEventOfARegistry(Method event) throws Exception {
		List<String> heard = new ArrayList<>();
		event.invoke(RegistryObserver.guarded(observer(RegistryObserver.class, heard, "")), arguments(event));
		assertThat(heard).containsExactly(event.getName());
	}

	@ParameterizedTest
	@MethodSource("events")
	void keepsEveryFailureToItself(Method event) {
		assertThatCode(
				() -> event.invoke(DiscoveryObserver.guarded(failing(DiscoveryObserver.class)), arguments(event)))
			.doesNotThrowAnyException();
	}

	@ParameterizedTest
	@MethodSource("registryEvents")
	void keepsEveryFailureOverARegistryToItself(Method event) {
		assertThatCode(() -> event.invoke(RegistryObserver.guarded(failing(RegistryObserver.class)), arguments(event)))
			.doesNotThrowAnyException();
	}

	static Stream<Method> events() {
		return Stream.of(DiscoveryObserver.class.getMethods()).filter(Method::isDefault);
	}

	static Stream<Method> registryEvents() {
		return Stream.of(RegistryObserver.class.getMethods()).filter(Method::isDefault);
	}

	private static <T> T observer(Class<T> type, List<String> heard, String name) {
		return proxy(type, (event) -> heard.add(name + event));
	}

	private static <T> T failing(Class<T> type) {
		return proxy(type, (event) -> {
			throw new IllegalStateException(event);
		});
	}

	private static <T> T proxy(Class<T> type, Consumer<String> told) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (self, method, args) -> {
				told.accept(method.getName());
				if (method.getReturnType() == ExchangeObservation.class) {
					return ExchangeObservation.NONE;
				}
				return (method.getReturnType() == LookupRecorder.class) ? LookupRecorder.NONE : null;
			}));
	}

	private static Object[] arguments(Method event) {
		return Stream.of(event.getParameterTypes()).map((type) -> {
			if (type == int.class) {
				return 0;
			}
			return (type == boolean.class) ? false : null;
		}).toArray();
	}

}
