package dev.discovery.backend.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Reading;
import dev.discovery.backend.dns.DnsSettings.AddressFamily;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Exchanges;
import dev.discovery.testkit.Patience;
import dev.discovery.time.Randomness;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/**
 * How records become instances.
 */
class DnsReaderTests {

	private final VirtualTime time = new VirtualTime();

	private final Exchanges exchanges = new Exchanges();

	private final ZoneWire wire = new ZoneWire();

	private final Zone zone = this.wire.zone;

	private TestSettings settings = TestSettings.of(InetSocketAddress.createUnresolved("127.0.0.1", 53));

	@Test
	void anSrvRecordWithItsTargetsAddressIsAnInstance() {
		this.zone.srv("orders", 10, 5, 8080, "a").address("a", "10.0.0.1");
		Instance instance = only(read("orders"));
		assertThat(instance.getUri()).hasToString("http://10.0.0.1:8080");
		assertThat(instance.getInstanceId()).isEqualTo("orders-10.0.0.1-8080");
		assertThat(instance.getMetadata()).containsOnly(Map.entry("weight", "5"), Map.entry("dns.target", "a.test"));
	}

	@Test
	void aTargetWithSeveralAddressesIsSeveralInstances() {
		this.zone.srv("orders", 0, 1, 80, "a").address("a", "10.0.0.1").address("a", "10.0.0.2");
		assertThat(read("orders").instances()).extracting(Instance::getHost)
			.containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");
	}

	@Test
	void addressesThatCameWithTheRecordsAreNotAskedForAgain() {
		this.zone.glue = true;
		this.zone.srv("orders", 0, 1, 80, "a").address("a", "10.0.0.1");
		assertThat(read("orders").instances()).hasSize(1);
		assertThat(this.zone.questions).containsExactly("_orders._tcp.test. SRV");
	}

	@Test
	void prioritiesAreCountedFromTheFirstOneInUse() {
		this.zone.srv("orders", 20, 1, 80, "b").srv("orders", 10, 1, 80, "a").srv("orders", 20, 1, 80, "c");
		this.zone.address("a", "10.0.0.1").address("b", "10.0.0.2").address("c", "10.0.0.3");
		assertThat(read("orders").instances())
			.extracting(Instance::getHost, (it) -> it.getMetadata().get(Instance.PRIORITY))
			.containsExactly(tuple("10.0.0.1", null), tuple("10.0.0.2", "1"), tuple("10.0.0.3", "1"));
	}

	@Test
	void anAddressThatIsNamedTwiceIsThereOnceWithItsFirstPriority() {
		this.zone.srv("orders", 2, 9, 80, "b").srv("orders", 1, 5, 80, "a");
		this.zone.address("a", "10.0.0.1").address("b", "10.0.0.1");
		assertThat(only(read("orders")).getMetadata()).containsEntry("weight", "5");
	}

	@Test
	void aTargetWithoutAnAddressCostsOneEntryAndIsCounted() {
		this.zone.srv("orders", 0, 1, 80, "a").srv("orders", 0, 1, 80, "gone").address("a", "10.0.0.1");
		assertThat(read("orders").instances()).hasSize(1);
		assertThat(this.exchanges.dropped()).containsExactly("invalid");
	}

	@Test
	void whatMustNotBeCalledIsDroppedAndCounted() {
		this.settings = this.settings.reading(null, AddressFamily.IPV4, false);
		this.zone.srv("orders", 0, 1, 80, "a").srv("orders", 0, 1, 80, "b").srv("orders", 0, 1, 0, "a");
		this.zone.address("a", "10.0.0.1").address("b", "169.254.169.254");
		assertThat(only(read("orders")).getHost()).isEqualTo("10.0.0.1");
		assertThat(this.exchanges.dropped()).containsExactlyInAnyOrder("link_local", "invalid");
	}

	@Test
	void aTargetWhoseNameIsNoHostIsDroppedAndCounted() {
		this.settings = this.settings.reading(null, AddressFamily.IPV4, true);
		this.zone.srv("orders", 0, 1, 80, "a");
		for (String target : List.of("a\\@b", "x\\013\\010y", "a b", "a\\.b/c", "a\\#")) {
			this.zone.srv("orders", 0, 1, 80, target);
		}
		assertThat(only(read("orders")).getHost()).isEqualTo("a.test");
		assertThat(this.exchanges.dropped()).hasSize(5).containsOnly("invalid");
	}

	@Test
	void aTargetThatIsTheRootSaysThatThereIsNobody() {
		this.settings = this.settings.reading(8080, AddressFamily.IPV4, false);
		this.zone.srv("orders", 0, 0, 0, ".").address("orders", "10.0.0.9");
		assertThat(read("orders").instances()).isEmpty();
	}

	@Test
	void namesOfTargetsAreCalledWhereThatIsWanted() {
		this.settings = this.settings.reading(null, AddressFamily.IPV4, true);
		this.zone.srv("orders", 0, 1, 8443, "a");
		assertThat(only(read("orders")).getHost()).isEqualTo("a.test");
		assertThat(this.zone.questions).hasSize(1);
	}

	@Test
	void addressesOfTheServiceItselfCountWhereThereIsNoSrvRecord() {
		this.settings = this.settings.reading(8080, AddressFamily.IPV4, false);
		this.zone.address("orders", "10.0.0.1").address("orders", "10.0.0.2");
		assertThat(read("orders").instances()).extracting(Instance::getAuthority)
			.containsExactlyInAnyOrder("10.0.0.1:8080", "10.0.0.2:8080");
		assertThat(this.zone.questions).containsExactly("_orders._tcp.test. SRV", "orders.test. A");
	}

	@Test
	void addressesAreNotAskedForWithoutAPort() {
		this.zone.address("orders", "10.0.0.1");
		assertThat(read("orders").instances()).isEmpty();
		assertThat(this.zone.questions).containsExactly("_orders._tcp.test. SRV");
	}

	@Test
	void aServiceWithAPortOfItsOwnHasAddressesOnly() {
		this.settings = this.settings.service("orders", "shop.test.", 9090, null);
		this.zone.srv("orders", 0, 1, 80, "a").address("shop", "10.0.0.1");
		assertThat(only(read("orders")).getAuthority()).isEqualTo("10.0.0.1:9090");
		assertThat(this.zone.questions).containsExactly("shop.test. A");
	}

	@Test
	void ipv6AddressesAreCalledWhereTheyAreWanted() {
		this.settings = this.settings.reading(8080, AddressFamily.IPV6, false);
		this.zone.address("orders", "10.0.0.1").address("orders", "fd00::1");
		assertThat(only(read("orders")).getUri()).hasToString("http://[fd00:0:0:0:0:0:0:1]:8080");
	}

	@Test
	void anAliasIsFollowed() {
		this.settings = this.settings.reading(8080, AddressFamily.IPV4, false);
		this.zone.alias("orders", "blue").address("blue", "10.0.0.1");
		assertThat(only(read("orders")).getHost()).isEqualTo("10.0.0.1");
	}

	@Test
	void theFirstDomainThatHasRecordsCounts() {
		this.settings = this.settings.domains("shop.test", "test", "other.test");
		this.zone.srv("orders", 0, 1, 80, "a").address("a", "10.0.0.1");
		assertThat(read("orders").instances()).hasSize(1);
		assertThat(this.zone.questions).startsWith("_orders._tcp.shop.test. SRV", "_orders._tcp.test. SRV")
			.noneMatch((question) -> question.contains("other"));
	}

	@Test
	void theNextDomainIsNotAskedWhereTheFirstCanNotTell() {
		this.settings = this.settings.domains("shop.test", "test");
		this.zone.rcode = Rcode.SERVFAIL;
		assertFails("orders", Kind.UNAVAILABLE);
		assertThat(this.zone.questions).containsOnly("_orders._tcp.shop.test. SRV");
	}

	@Test
	void aNameThatDnsCanNotHaveHasNobodyAndIsNotAskedFor() {
		for (String name : List.of("a b", "or\\.ders", "@", "x".repeat(64), "*", "a..b", "ä")) {
			assertThat(read(name).instances()).as(name).isEmpty();
		}
		assertThat(this.zone.questions).isEmpty();
	}

	@Test
	void errorsAreNeverAnswers() {
		this.zone.rcode = Rcode.SERVFAIL;
		assertFails("orders", Kind.UNAVAILABLE);
		this.zone.rcode = Rcode.REFUSED;
		assertFails("orders", Kind.DENIED);
		assertThatThrownBy(() -> Patience.get(reader().read("orders", null, Duration.ZERO))).cause()
			.isInstanceOfSatisfying(BackendException.class,
					(ex) -> assertThat(ex).hasMessageContaining("orders")
						.extracting(BackendException::forOthers)
						.asInstanceOf(InstanceOfAssertFactories.THROWABLE)
						.hasMessageNotContaining("orders"));
		this.zone.rcode = Rcode.NOTIMP;
		assertFails("orders", Kind.INVALID);
	}

	@Test
	void theShortestOfAllTtlsCounts() {
		this.zone.ttl = 60;
		this.zone.srv("orders", 0, 1, 80, "a");
		this.zone.ttl = 7;
		this.zone.address("a", "10.0.0.1");
		assertThat(read("orders").next()).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7500));
	}

	@Test
	void thatThereIsNothingHoldsAsLongAsTheZoneSays() {
		this.zone.negativeTtl = 33;
		assertThat(read("orders").next()).isBetween(Duration.ofSeconds(33), Duration.ofMillis(33500));
	}

	@Test
	void aTtlIsKeptWithinBounds() {
		this.settings = this.settings.pace(Duration.ofSeconds(5), Duration.ofSeconds(30));
		this.zone.ttl = 0;
		this.zone.srv("orders", 0, 1, 80, "a").address("a", "10.0.0.1");
		assertThat(read("orders").next()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
		this.zone.negativeTtl = 86_400;
		assertThat(read("nobody").next()).isBetween(Duration.ofSeconds(30), Duration.ofMillis(30_500));
	}

	private Reading read(String serviceId) {
		try {
			return Patience.get(reader().read(serviceId, null, Duration.ZERO));
		}
		catch (ExecutionException ex) {
			throw new AssertionError(ex);
		}
	}

	private void assertFails(String serviceId, Kind kind) {
		assertThatThrownBy(() -> Patience.get(reader().read(serviceId, null, Duration.ZERO))).cause()
			.isInstanceOfSatisfying(BackendException.class, (ex) -> assertThat(ex.kind()).isEqualTo(kind));
	}

	private DnsReader reader() {
		DnsSettings all = this.settings.settings();
		return new DnsReader(new BackendRuntime("dns", this.time, this.time, Randomness.seeded(1), this.exchanges), all,
				new Nameservers(all.servers(), false, all.timeout(), this.wire));
	}

	private static Instance only(Reading reading) {
		assertThat(reading.instances()).hasSize(1);
		return reading.instances().get(0);
	}

}
