package dev.discovery.survival;

import dev.discovery.testkit.ManyProcesses;
import dev.discovery.testkit.RequiresEurekaServer;

/**
 * Beside a real Eureka server.
 */
@ManyProcesses
@RequiresEurekaServer
class EurekaSurvivalTests extends SurvivalContract {

	EurekaSurvivalTests() {
		super(new EurekaRegistry());
	}

}
