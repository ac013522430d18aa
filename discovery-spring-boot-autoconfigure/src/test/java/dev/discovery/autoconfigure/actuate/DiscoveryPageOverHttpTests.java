package dev.discovery.autoconfigure.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who gets the page and who gets JSON, in real servlet and reactive applications.
 */
class DiscoveryPageOverHttpTests {

	private static final String CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,"
			+ "image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7";

	private static final String FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

	private static final String[] JSON = { "*/*", "application/json", "application/json, text/plain, */*",
			"application/vnd.spring-boot.actuator.v3+json", "application/vnd.spring-boot.actuator.v2+json" };

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void givesBrowsersThePageAndAllOthersJson(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, "discovery")) {
			for (String accept : new String[] { CHROME, FIREFOX, "text/html" }) {
				HttpResponse<String> page = get(context, "/actuator/discovery", accept);
				assertThat(page.statusCode()).as(accept).isEqualTo(200);
				assertThat(contentType(page)).as(accept).isEqualToIgnoringCase("text/html;charset=UTF-8");
				assertThat(page.body()).startsWith("<!DOCTYPE html>").endsWith("</html>\n").contains("–");
			}
			for (String accept : JSON) {
				HttpResponse<String> json = get(context, "/actuator/discovery", accept);
				assertThat(json.statusCode()).as(accept).isEqualTo(200);
				assertThat(contentType(json)).as(accept).endsWith("json");
				assertThat(JsonMapper.shared().readTree(json.body()).get("backend").asString()).isEqualTo("in-memory");
			}
			assertThat(contentType(get(context, "/actuator/discovery", null)))
				.isEqualTo("application/vnd.spring-boot.actuator.v3+json");
			assertThat(get(context, "/actuator/discovery", "image/png").statusCode()).isEqualTo(406);
			assertThat(contentType(get(context, "/actuator/discovery/inventory", CHROME))).endsWith("json");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void showsNoPageUnlessTheEndpointIsExposed(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, "discoveryevents")) {
			assertThat(get(context, "/actuator/discovery", CHROME).statusCode()).isEqualTo(404);
		}
	}

	private static String contentType(HttpResponse<String> response) {
		return response.headers().firstValue("Content-Type").orElse("");
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, String exposed) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "spring.application.name=orders", "spring.main.banner-mode=off",
					"spring.jmx.enabled=false", DiscoveryEndpointsOverHttpTests.NETTY_ONLY,
					"discovery.registration.enabled=false", "management.endpoints.web.exposure.include=" + exposed)
			.run();
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String path, String accept)
			throws IOException, InterruptedException {
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
		if (accept != null) {
			request.header("Accept", accept);
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
