package dev.discovery.autoconfigure.backend;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Where discovery isn't switched off, neither here ({@code discovery.enabled}) nor in
 * Spring Cloud ({@code spring.cloud.discovery.enabled}).
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnDiscoveryCondition.class)
public @interface ConditionalOnDiscovery {

	/**
	 * The backend where none is chosen.
	 */
	String DEFAULT_BACKEND = "in-memory";

	/**
	 * The backend that must be chosen; empty where it may be any.
	 * @return its name, as it stands in {@code discovery.backend}
	 */
	String backend() default "";

}
