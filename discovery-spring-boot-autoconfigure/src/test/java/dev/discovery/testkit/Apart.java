package dev.discovery.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;

/**
 * A test that measures time, heap or allocation: the build runs it in a JVM that has the
 * compiler of production, and beside one other such test at the most.
 *
 * @see ManyProcesses
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("apart")
public @interface Apart {

}
