package dev.discovery.balancing.route;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SubjectTests {

	@Test
	void saysWhereASettingOfASubsetStands() {
		assertThat(Subject.subset("orders", "v1").property("policy"))
			.isEqualTo("discovery.routes.services.orders.subsets.v1.load-balancer.policy");
	}

	@Test
	void namesInBracketsWhatHasToStandInThem() {
		assertThat(Subject.subset("orders.shop", "v1.2").property("policy"))
			.isEqualTo("discovery.routes.services[orders.shop].subsets[v1.2].load-balancer.policy");
	}

}
