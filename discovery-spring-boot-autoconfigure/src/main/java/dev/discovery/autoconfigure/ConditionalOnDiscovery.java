package dev.discovery.autoconfigure;

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
@interface ConditionalOnDiscovery {

	/**
	 * The backend that must be chosen; empty where it may be any.
	 */
	String backend() default "";

}
