package dev.discovery.balancing.policy;

class RandomPolicyTests extends PickerContractTests {

	@Override
	Policy policy() {
		return Policies.random();
	}

}
