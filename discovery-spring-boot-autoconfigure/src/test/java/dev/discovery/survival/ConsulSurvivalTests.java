package dev.discovery.survival;

import dev.discovery.testkit.RequiresProgram;

/**
 * Beside a real agent.
 */
@RequiresProgram("consul")
class ConsulSurvivalTests extends SurvivalContract {

	ConsulSurvivalTests() {
		super(new ConsulRegistry());
	}

}
