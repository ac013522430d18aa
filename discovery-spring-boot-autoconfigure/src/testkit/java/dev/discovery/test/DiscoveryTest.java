package dev.discovery.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Puts a {@link TestRegistry} in the place of the configured registry, and
 * {@link VirtualTime} in the place of discovery's clock. To be added to
 * {@code @SpringBootTest}, or to any other annotation that brings auto-configuration.
 * <p>
 * Both can be parameters of test methods and of what runs before and after them, and can
 * be autowired. After each test the registry is as it was before it, and a quarter of an
 * hour of virtual time passes, in which the application forgets what the test did. Tests
 * that share a context can't run in parallel.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith({ SpringExtension.class, DiscoveryTestExtension.class })
public @interface DiscoveryTest {

	/**
	 * Whether time stands still until the test moves it, so that what waits for a later
	 * moment happens on the test's thread, in a fixed order. By default it passes as
	 * usual and the test can move it on besides. Not for tests that make calls: one that
	 * waits a moment before it tries again would wait for ever.
	 * @return false unless it does
	 */
	boolean timeStandsStill() default false;

}
