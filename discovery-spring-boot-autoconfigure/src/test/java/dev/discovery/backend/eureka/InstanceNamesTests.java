package dev.discovery.backend.eureka;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceNamesTests {

	private final InstanceNames names = new InstanceNames();

	@Test
	void areThoseOfTheApplicationAndOfItsVirtualAddresses() {
		assertThat(this.names.of("orders", known("Orders, basket,,", "secure-Orders")))
			.containsExactlyInAnyOrder("orders", "basket", "secure-orders");
	}

	@Test
	void areTheSameObjectWhereTheyAreTheSame() {
		Set<String> first = this.names.of("orders", known("shop", null));
		assertThat(this.names.of("orders", known("shop", null))).isSameAs(first);
		assertThat(this.names.of("orders", known(null, "shop"))).isEqualTo(first);
	}

	@Test
	void areNobodyElses() {
		assertThat(this.names.of("", known(null, null))).containsExactly("");
		assertThat(this.names.of("orders", known("shop", null))).contains("shop");
		assertThat(this.names.of("stock", known("shop", null))).containsExactlyInAnyOrder("stock", "shop");
		assertThat(this.names.of("stock", known("store", null))).containsExactlyInAnyOrder("stock", "store");
		assertThat(this.names.of("stock", null)).containsExactly("stock");
	}

	private static ListedInstance known(@Nullable String vipAddress, @Nullable String secureVipAddress) {
		return new ListedInstance(null, null, null, vipAddress, secureVipAddress, null, null, null, null, null, null,
				null);
	}

}
