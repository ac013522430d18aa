package dev.discovery.autoconfigure.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;

import dev.discovery.observe.DiscoveryEvent;
import dev.discovery.observe.DiscoveryEvent.Type;
import dev.discovery.observe.EventLog;
import dev.discovery.observe.Overhead;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints in real servlet and reactive applications.
 */
class DiscoveryEndpointsOverHttpTests {

	static final String NETTY_ONLY = "spring.autoconfigure.exclude=org.springframework.boot.tomcat"
			+ ".autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration";

	private static final String EXPOSED = "management.endpoints.web.exposure.include=discovery,discoveryevents";

	private static final String WRITABLE = "management.endpoint.discovery.access=unrestricted";

	private static final String ONE = "/actuator/discovery/inventory/static:one";

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void showsNothingUnlessExposed(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, WRITABLE)) {
			assertThat(send(context, "GET", "/actuator/discoveryevents", null).statusCode()).isEqualTo(404);
			assertThat(send(context, "POST", ONE, "{}").statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void onlyReadsUnlessToldOtherwise(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, EXPOSED)) {
			assertThat(send(context, "GET", "/actuator/discovery/inventory", null).statusCode()).isEqualTo(200);
			assertThat(send(context, "POST", ONE, "{}").statusCode()).isEqualTo(404);
			assertThat(send(context, "DELETE", ONE, null).statusCode()).isEqualTo(404);
			assertThat(context.getBean(EventLog.class).last(10, (event) -> event.type() == Type.QUARANTINED)).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void takesAnInstanceOutForATimeAndBringsItBack(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, EXPOSED, WRITABLE)) {
			send(context, "GET", "/actuator/discovery/inventory", null);
			HttpResponse<String> out = send(context, "POST", ONE,
					"{\"duration\":\"10m\",\"reason\":\"bad\\u0085build\"}");
			assertThat(out.statusCode()).isEqualTo(200);
			JsonNode instance = json(out);
			assertThat(instance.get("pickable").asBoolean()).isFalse();
			assertThat(instance.get("ejection").get("reason").asString()).isEqualTo("QUARANTINE");
			assertThat(instance.get("ejection").get("detail").asString()).isEqualTo("bad build (by hand)");
			assertThat(instance.get("ejection").get("secondsLeft").asDouble()).isBetween(500.0, 600.0);
			JsonNode shown = json(send(context, "GET", "/actuator/discovery/inventory", null)).get("instances").get(0);
			assertThat(shown.get("reason").asString()).startsWith("quarantined for ");
			HttpResponse<String> back = send(context, "DELETE", ONE, null);
			assertThat(back.statusCode()).isEqualTo(200);
			assertThat(json(back).get("pickable").asBoolean()).isTrue();
			assertThat(json(back).get("ejection").isNull()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void refusesWhatMakesNoSense(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, EXPOSED, WRITABLE)) {
			assertThat(send(context, "POST", ONE, "{}").statusCode()).as("not followed yet").isEqualTo(404);
			send(context, "GET", "/actuator/discovery/inventory", null);
			assertThat(send(context, "POST", "/actuator/discovery/inventory/none", "{}").statusCode()).isEqualTo(404);
			assertThat(send(context, "DELETE", "/actuator/discovery/inventory/none", null).statusCode()).isEqualTo(404);
			for (String duration : List.of("0s", "-1m", "999ms", "25h", "soon")) {
				HttpResponse<String> refused = send(context, "POST", ONE, "{\"duration\":\"" + duration + "\"}");
				assertThat(refused.statusCode()).as(duration).isEqualTo(400);
			}
			String longReason = "{\"reason\":\"" + "x".repeat(201) + "\"}";
			assertThat(send(context, "POST", ONE, longReason).statusCode()).isEqualTo(400);
			assertThat(send(context, "POST", ONE, "{\"duration\":\"25h\"}").body())
				.contains("The duration must be from 1s to 24h");
			assertThat(send(context, "DELETE", "/actuator/discovery/inventory/none", null).body())
				.contains("No such instance of a service that is followed");
			assertThat(send(context, "GET", "/actuator/discoveryevents?limit=0", null).statusCode()).isEqualTo(400);
			assertThat(context.getBean(EventLog.class).last(10, (event) -> event.type().name().startsWith("Q")))
				.isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void refusesWhatIsNoNameOfAService(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, EXPOSED, WRITABLE)) {
			for (String name : List.of("x".repeat(513), "a%09b")) {
				HttpResponse<String> refused = send(context, "GET", "/actuator/discovery/" + name, null);
				assertThat(refused.statusCode()).as(name).isEqualTo(400);
				assertThat(send(context, "POST", "/actuator/discovery/" + name + "/one", "{}").statusCode()).as(name)
					.isEqualTo(404);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void listsEventsNewestFirstAndByServiceTypeAndNumber(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, EXPOSED)) {
			send(context, "GET", "/actuator/discovery/inventory", null);
			context.getBean(EventLog.class).record(Type.STALE, "billing", null, "connection refused");
			JsonNode all = json(send(context, "GET", "/actuator/discoveryevents", null));
			assertThat(all.get("capacity").asInt()).isEqualTo(1_000);
			assertThat(all.get("events").get(0).get("type").asString()).isEqualTo("STALE");
			assertThat(all.get("events").get(0).get("at").asString()).contains("T").endsWith("Z");
			JsonNode joined = json(
					send(context, "GET", "/actuator/discoveryevents?service=inventory&type=joined&limit=1", null))
				.get("events");
			assertThat(joined).hasSize(1);
			assertThat(joined.get(0).get("service").asString()).isEqualTo("inventory");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void explainsWhereARequestWouldGo(WebApplicationType type) throws Exception {
		String routes = "discovery.routes.services.inventory.";
		try (ConfigurableApplicationContext context = run(type, EXPOSED, "discovery.actuator.show-metadata=version",
				"discovery.in-memory.services.inventory[1].metadata.version=2", routes + "subsets.v2.version=2",
				routes + "rules[0].match.headers.X-Version.exact=2", routes + "rules[0].match.headers.X-List.exact=a,b",
				routes + "rules[0].match.path=/a", routes + "rules[0].match.method=GET", routes + "rules[0].to=v2")) {
			String path = "/actuator/discovery/inventory";
			JsonNode plain = json(send(context, "GET", path, null));
			assertThat(plain.get("routes")).isEmpty();
			assertThat(plain.get("instances").get(0).get("share").asDouble()).isEqualTo(0.5);
			JsonNode routed = json(
					send(context, "GET", path + "?header=X-Version:2&header=X-List:a,b&path=/a/b&method=get", null));
			assertThat(routed.get("routes").get(0).get("rule").asInt()).isOne();
			assertThat(routed.get("routes").get(0).get("destination").asString()).isEqualTo("subset 'v2' (version=2)");
			assertThat(routed.get("instances").get(0).get("share").asDouble()).isZero();
			assertThat(routed.get("instances").get(0).get("passedOver").asString()).isEqualTo("SUBSET");
			assertThat(routed.get("instances").get(1).get("share").asDouble()).isOne();
			JsonNode elsewhere = json(send(context, "GET", path + "?header=X-Version:3,X-List:a&path=/a", null));
			assertThat(elsewhere.get("routes").get(0).get("rule").asInt()).isZero();
			assertThat(elsewhere.get("routes").get(0).get("destination").asString()).isEqualTo("all instances");
			assertThat(send(context, "GET", path + "?header=nonsense", null).statusCode()).isEqualTo(400);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void tellsWhatDiscoveryCosts(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type,
				"management.endpoints.web.exposure.include=discoveryoverhead")) {
			DiscoveryClient client = context.getBean(DiscoveryClient.class);
			client.getInstances("inventory");
			client.getInstances("inventory");
			JsonNode overhead = json(send(context, "GET", "/actuator/discoveryoverhead", null));
			assertThat(overhead.get("lookups").get("fromMemory").asLong()).isPositive();
			assertThat(overhead.get("held").get("openWatches").asInt()).isPositive();
			assertThat(overhead.get("held").get("bytes").asLong()).isPositive();
		}
	}

	@Test
	void countsNothingWhereNobodyCanSeeIt() {
		try (ConfigurableApplicationContext context = run(WebApplicationType.NONE)) {
			assertThat(context.getBeansOfType(Overhead.class)).isEmpty();
		}
	}

	@Test
	void writesDownWhoDidIt() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, LoggedIn.class)
			.web(WebApplicationType.SERVLET)
			.properties(properties(EXPOSED, WRITABLE))
			.run()) {
			send(context, "GET", "/actuator/discovery/inventory", null);
			send(context, "POST", ONE, "{\"reason\":\"bad build\"}");
			send(context, "DELETE", ONE, null);
			List<DiscoveryEvent> byHand = context.getBean(EventLog.class)
				.last(10, (event) -> event.type() == Type.QUARANTINED || event.type() == Type.RELEASED);
			assertThat(byHand).extracting(DiscoveryEvent::detail)
				.containsExactly("by alice", "for 300.0 s: bad build (by alice)");
		}
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, String... properties) {
		return new SpringApplicationBuilder(Application.class).web(type).properties(properties(properties)).run();
	}

	private static String[] properties(String... more) {
		String[] all = Arrays.copyOf(more, more.length + 10);
		String[] common = { "server.port=0", "spring.application.name=orders", "spring.main.banner-mode=off",
				"spring.jmx.enabled=false", NETTY_ONLY, "discovery.registration.enabled=false",
				"discovery.in-memory.services.inventory[0].uri=http://127.0.0.1:1",
				"discovery.in-memory.services.inventory[0].instance-id=one",
				"discovery.in-memory.services.inventory[1].uri=http://127.0.0.1:2",
				"discovery.in-memory.services.inventory[1].instance-id=two" };
		System.arraycopy(common, 0, all, more.length, common.length);
		return all;
	}

	private static HttpResponse<String> send(ConfigurableApplicationContext context, String method, String path,
			String json) throws IOException, InterruptedException {
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		HttpRequest.BodyPublisher body = (json != null) ? HttpRequest.BodyPublishers.ofString(json)
				: HttpRequest.BodyPublishers.noBody();
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
				.header("Content-Type", "application/json")
				.method(method, body)
				.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * As a security filter would do it.
	 */
	@Configuration(proxyBeanMethods = false)
	static class LoggedIn {

		@Bean
		Filter alice() {
			Principal alice = () -> "alice";
			return (request, response, chain) -> chain
				.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {

					@Override
					public Principal getUserPrincipal() {
						return alice;
					}

				}, response);
		}

	}

}
