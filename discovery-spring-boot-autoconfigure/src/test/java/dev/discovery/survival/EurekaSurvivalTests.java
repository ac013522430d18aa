package dev.discovery.survival;

import dev.discovery.testkit.Apart;
import dev.discovery.testkit.RequiresEurekaServer;

/**
 * Beside a real Eureka server.
 */
@Apart
@RequiresEurekaServer
class EurekaSurvivalTests extends SurvivalContract {

	EurekaSurvivalTests() {
		super(new EurekaRegistry());
	}

}
