package dev.discovery.cloud.loadbalancer;

import java.net.URI;
import java.util.Map;

import dev.discovery.balancing.Routing;
import dev.discovery.balancing.route.Route;
import dev.discovery.balancing.route.ServiceRoutes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceChooser}: what is told of those who ask in vain, and of those
 * who have been somewhere.
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

	@Test
	void goesElsewhereThanWhereGatewayMvcHasBeenLast() {
		this.fixture.backend.with("orders", 1, 2);
		for (int i = 0; i < 20; i++) {
			assertThat(this.fixture.chooser.choose("orders", retried("http://localhost:1/path")).getPort())
				.isEqualTo(2);
		}
		this.fixture.backend.with("orders", 1);
		assertThat(this.fixture.chooser.choose("orders", retried("http://localhost:1/path")).getPort()).isOne();
	}

	/** An exchange that Gateway MVC has sent there before. */
	private static DefaultRequest<Object> retried(String url) {
		RequestData data = new RequestData(HttpMethod.GET, URI.create("http://gateway/"), new HttpHeaders(),
				new LinkedMultiValueMap<>(), Map.of("GatewayServerMvc.gatewayRequestUrl", URI.create(url)));
		return new DefaultRequest<>(new RequestDataContext(data));
	}

	/** To a service that nobody offers. */
	private void routeElsewhere() {
		this.fixture.balancer.route((serviceId) -> "orders".equals(serviceId)
				? ServiceRoutes.over().route(Route.always().toService("orders-next").orRefuse()) : null);
	}

}
