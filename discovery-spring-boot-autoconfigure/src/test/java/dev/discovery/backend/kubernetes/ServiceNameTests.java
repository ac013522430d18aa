package dev.discovery.backend.kubernetes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceNameTests {

	@ParameterizedTest
	@CsvSource({ "orders, orders.here", "orders.shop, orders.shop", "orders.shop.svc, orders.shop",
			"orders.shop.svc.cluster.local, orders.shop", "Orders.SHOP.Svc.Cluster.LOCAL, orders.shop",
			"orders.here, orders.here", "a-1.b-2, a-1.b-2" })
	void readsEveryFormOfAName(String id, String name) {
		assertThat(ServiceName.parse(id, "here", "cluster.local")).hasToString(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "orders.", ".shop", "orders.shop.pod", "orders.shop.svc.cluster",
			"orders.shop.svc.cluster.local.more", "orders.shop.svc.", "a_b", "-a", "a-", "a/b.shop", "a b",
			"orders.sh/op", "orders..svc", "a123456789012345678901234567890123456789012345678901234567890123" })
	void refusesWhatIsNone(String id) {
		assertThat(ServiceName.parse(id, "here", "cluster.local")).isNull();
	}

	@Test
	void isShortInItsOwnNamespace() {
		assertThat(new ServiceName("orders", "here").id("here")).isEqualTo("orders");
		assertThat(new ServiceName("orders", "shop").id("here")).isEqualTo("orders.shop");
	}

}
