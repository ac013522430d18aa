package dev.discovery.cloud.loadbalancer;

import java.net.URI;

import dev.discovery.model.Instance;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.mock.http.client.MockClientHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

class StickyCookieTests {

	private final Fixture fixture = new Fixture(false);

	private final StickyCookie cookie = new StickyCookie(this.fixture.factory);

	private final Instance instance = Instance.builder("orders", "localhost", 1).build();

	private final HttpRequest request = new MockClientHttpRequest(HttpMethod.GET, URI.create("http://orders/"));

	@Test
	void addsNothingUnlessAskedTo() {
		assertThat(sent().get(HttpHeaders.COOKIE)).isNull();
	}

	@Test
	void addsTheInstanceThatWasChosen() {
		this.fixture.properties.getStickySession().setAddServiceInstanceCookie(true);
		assertThat(sent().get(HttpHeaders.COOKIE)).containsExactly("sc-lb-instance-id=orders-localhost-1");
	}

	@Test
	void takesThePlaceOfTheCookieThatCameWithTheRequest() {
		this.fixture.properties.getStickySession().setAddServiceInstanceCookie(true);
		this.fixture.properties.getStickySession().setInstanceIdCookieName("node");
		this.request.getHeaders().add(HttpHeaders.COOKIE, "a=1; node=orders-localhost-9; b=2");
		this.request.getHeaders().add(HttpHeaders.COOKIE, "nodes=3");
		assertThat(sent().get(HttpHeaders.COOKIE)).containsExactly("a=1; b=2; nodes=3; node=orders-localhost-1");
	}

	@Test
	void addsNothingWithoutANameOrAnInstance() {
		this.fixture.properties.getStickySession().setAddServiceInstanceCookie(true);
		this.cookie.transformRequest(this.request, null);
		this.fixture.properties.getStickySession().setInstanceIdCookieName(" ");
		assertThat(sent().get(HttpHeaders.COOKIE)).isNull();
	}

	private HttpHeaders sent() {
		return this.cookie.transformRequest(this.request, this.instance).getHeaders();
	}

}
