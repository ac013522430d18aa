package dev.discovery.cloud.loadbalancer;

import dev.discovery.balancing.Routing;
import dev.discovery.balancing.route.Route;
import dev.discovery.balancing.route.ServiceRoutes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told of those who ask in vain.
 */
@ExtendWith(OutputCaptureExtension.class)
class InstanceChooserTests {

	private final Fixture fixture = new Fixture(false);

	@Test
	void aShortageBeginsAndEndsUnderTheNameThatWasAskedFor(CapturedOutput output) {
		this.fixture.backend.with("orders", 1);
		routeElsewhere();
		assertThat(this.fixture.chooser.choose("orders", null)).isNull();
		this.fixture.balancer.route(Routing.NONE);
		assertThat(this.fixture.chooser.choose("orders", null)).isNotNull();
		assertThat(output).containsOnlyOnce("'orders' can be called again");
	}

	@Test
	void aShortageEndsForThoseWhoAskWithoutBlocking(CapturedOutput output) {
		this.fixture.backend.with("orders", 1);
		routeElsewhere();
		BalancedReactiveLoadBalancer reactive = new BalancedReactiveLoadBalancer(this.fixture.chooser, "orders");
		assertThat(Mono.from(reactive.choose()).block().hasServer()).isFalse();
		this.fixture.backend.with("orders-next", 2);
		assertThat(Mono.from(reactive.choose()).block().getServer().getPort()).isEqualTo(2);
		assertThat(output).containsOnlyOnce("'orders' can be called again");
	}

	/** To a service that nobody offers. */
	private void routeElsewhere() {
		this.fixture.balancer.route((serviceId) -> "orders".equals(serviceId)
				? ServiceRoutes.over().route(Route.always().toService("orders-next").orRefuse()) : null);
	}

}
