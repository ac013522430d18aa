package dev.discovery.testkit;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Skips what {@link RequiresEurekaServer} asks for in vain, or fails it in CI.
 */
final class RequiresEurekaServerCondition extends RequirementCondition<RequiresEurekaServer> {

	private final NetflixClassPath classPath;

	RequiresEurekaServerCondition() {
		this(NetflixClassPath.ofThisBuild(), System.getenv());
	}

	RequiresEurekaServerCondition(NetflixClassPath classPath, Map<String, String> environment) {
		super(RequiresEurekaServer.class, environment);
		this.classPath = classPath;
	}

	@Override
	@Nullable String missing(RequiresEurekaServer required, Map<String, String> environment) {
		return this.classPath.exists() ? null
				: "the Eureka server is not built: mvn -pl sample-app/eureka-server compile";
	}

}
