package dev.discovery.survival;

import dev.discovery.testkit.Alone;
import dev.discovery.testkit.RequiresEurekaServer;

/**
 * Beside a real Eureka server.
 */
@Alone
@RequiresEurekaServer
class EurekaSurvivalTests extends SurvivalContract {

	EurekaSurvivalTests() {
		super(new EurekaRegistry());
	}

}
