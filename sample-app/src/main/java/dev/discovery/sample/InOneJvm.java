package dev.discovery.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Only where all meet in the memory of this JVM: no registry is configured.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(InOneJvm.NoRegistry.class)
public @interface InOneJvm {

	/**
	 * Neither one nor several.
	 */
	class NoRegistry implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Environment environment = context.getEnvironment();
			return environment.getProperty("discovery.backend", "in-memory").equals("in-memory")
					&& !Binder.get(environment)
						.bind("discovery.registries", Bindable.mapOf(String.class, Object.class))
						.isBound();
		}

	}

}
