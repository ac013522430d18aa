package dev.discovery.log;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StateLog}.
 */
class StateLogTests {

	private static final Pattern SLF4J = Pattern.compile(".*(slf4j|logback|log4j).*\\.jar");

	@Test
	void givesFieldsWhereThereIsSlf4j() {
		assertThat(StateLog.of(StateLogTests.class)).isInstanceOf(FluentLog.class);
	}

	@Test
	void logsWithoutFieldsWhereThereIsNone() throws Exception {
		try (URLClassLoader without = new URLClassLoader(classPathWithoutSlf4j(),
				ClassLoader.getPlatformClassLoader())) {
			assertThat(log(without).getClass().getName()).isEqualTo(PlainLog.class.getName());
		}
	}

	private static Object log(ClassLoader without)
			throws ClassNotFoundException, NoSuchMethodException, IllegalAccessException, InvocationTargetException {
		Method of = without.loadClass(StateLog.class.getName()).getMethod("of", Class.class);
		return of.invoke(null, Object.class);
	}

	private static URL[] classPathWithoutSlf4j() {
		return Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
			.filter((entry) -> !SLF4J.matcher(entry).matches())
			.map(StateLogTests::url)
			.toArray(URL[]::new);
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(entry, ex);
		}
	}

}
