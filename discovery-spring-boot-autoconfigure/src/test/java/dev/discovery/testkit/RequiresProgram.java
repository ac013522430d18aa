package dev.discovery.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests need a program. Where it is not on the {@code PATH} they are skipped, unless
 * the environment says that this is CI: there they fail, so that nobody takes a run
 * without them for a complete one.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(RequiresProgramCondition.class)
public @interface RequiresProgram {

	/**
	 * The names of the programs.
	 * @return at least one name
	 */
	String[] value();

}
