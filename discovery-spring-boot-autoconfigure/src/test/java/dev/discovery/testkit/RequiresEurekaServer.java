package dev.discovery.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests need a Eureka server, or Netflix's client. A build of the whole project has
 * both; where only this module was built the tests are skipped, unless the environment
 * says that this is CI: there they fail.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(RequiresEurekaServerCondition.class)
public @interface RequiresEurekaServer {

}
