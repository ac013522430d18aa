package dev.discovery.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.backend.memory.InMemoryRegistry;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Browser;
import dev.discovery.testkit.RequiresProgram;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people see of {@code /actuator/discovery} in a real browser.
 */
@RequiresProgram({ "chromium", "chromedriver" })
class DiscoveryPageInBrowserTests {

	private static final String REGISTRY = "page";

	private static final String HOSTILE = "<img src=x onerror=document.title='taken'>";

	private static final String BEYOND = """
			return [...document.querySelectorAll('body *')].filter((node) => node.checkVisibility() && !node.closest('svg')
					&& node.getBoundingClientRect().right > document.documentElement.clientWidth + .5)
				.map((node) => node.outerHTML.slice(0, 200));
			""";

	private static final String CONTRAST = """
			const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
			const luminance = (colour) => channels(colour).slice(0, 3).map((value) => value / 255)
				.map((value) => value <= .03928 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4)
				.reduce((sum, value, i) => sum + value * [.2126, .7152, .0722][i], 0);
			const paper = (node) => {
				const colour = getComputedStyle(node).backgroundColor;
				return channels(colour)[3] === 0 && node.parentElement ? paper(node.parentElement) : colour;
			};
			return [...document.querySelectorAll('body *')]
				.filter((node) => node.checkVisibility() && !node.closest('svg')
					&& [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== ''))
				.map((node) => {
					const [ink, ground] = [luminance(getComputedStyle(node).color), luminance(paper(node))];
					return [(Math.max(ink, ground) + .05) / (Math.min(ink, ground) + .05), node.outerHTML];
				})
				.filter(([ratio]) => ratio < 4.5).map(([ratio, html]) => ratio.toFixed(2) + ' ' + html.slice(0, 200));
			""";

	private static Browser browser;

	private final InMemoryRegistry registry = InMemoryRegistry.acquire(REGISTRY);

	private ConfigurableApplicationContext application;

	@BeforeAll
	static void startBrowser() {
		browser = new Browser();
	}

	@AfterAll
	static void stopBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void startApplication() {
		browser.screen(1280, 900, false);
		this.application = run("discovery,discoveryevents");
	}

	@AfterEach
	void stopApplication() {
		this.application.close();
		this.registry.release();
	}

	@Test
	void showsServicesAndInstancesAsTheyComeAndGo() {
		Instance leaving = instance(2);
		add(instance(1), leaving, instance(3).withHealth(Health.OUT_OF_SERVICE));
		follow();
		open();
		assertThat(browser.text("h1")).isEqualTo("Discovery");
		assertThat(browser.text(".service h2")).isEqualTo("inventory");
		assertThat(browser.text("#services")).contains("inventory-127.0.0.1-1", "inventory-127.0.0.1-2", "draining",
				"live", "2 of 3 instances get calls", "least-request", "eu-1a");
		assertThat(browser.text("#events")).contains("joined", "inventory-127.0.0.1-2");
		this.registry.remove(leaving);
		soon().until(() -> !browser.text("#services").contains("inventory-127.0.0.1-2"));
		add(instance(4));
		soon().until(() -> browser.text("#services").contains("inventory-127.0.0.1-4"));
		assertThat(browser.text("#events")).contains("left");
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void marksWhatIsEjectedAndSharesOutThePicks() {
		add(instance(1), instance(2), instance(3), instance(4));
		follow();
		open();
		end(instance(1), Outcome.FAILURE);
		end(instance(2), Outcome.SUCCESS);
		soon().until(() -> browser.text("#services").contains("ejected"));
		String row = "[...document.querySelectorAll('.row')].find((row) => row.innerText.includes(arguments[0])).innerText";
		assertThat(browser.run("return " + row, "127.0.0.1-1").asString()).contains("ejected", "s left",
				"it failed again and again", "50 %");
		assertThat(browser.run("return " + row, "127.0.0.1-2").asString()).contains("fit").contains("50 %");
		assertThat(browser.text(".hits")).contains("hit rate").contains("lookups/s");
		soon().until(() -> browser.text("#events").contains("ejected"));
		browser.run("document.querySelector('#attention').click()");
		assertThat(browser.text("#services")).contains("127.0.0.1-1").doesNotContain("127.0.0.1-2");
	}

	@Test
	void isUsedWithAKeyboard() {
		add(Instance.builder("inventory", "127.0.0.1", 1)
			.metadata(Map.of("zone", "eu-1a", "password", "secret"))
			.build(), instance(2));
		follow();
		open();
		assertThat(browser.text(".detail")).isEmpty();
		String focused = "return document.activeElement.innerText || document.activeElement.id";
		browser.press(Browser.TAB, Browser.TAB, Browser.TAB);
		assertThat(browser.run(focused).asString()).isEqualTo("inventory-127.0.0.1-1");
		assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle").asString())
			.isEqualTo("solid");
		browser.press(Browser.ENTER);
		assertThat(browser.run("return document.activeElement.ariaExpanded").asString()).isEqualTo("true");
		assertThat(browser.text(".detail")).contains("gets calls", "yes", "http://127.0.0.1:1", "password", "******")
			.doesNotContain("secret");
		this.registry.remove(instance(1));
		soon().until(() -> browser.run(focused).asString().equals("inventory-127.0.0.1-2"));
		browser.press(Browser.ENTER);
		assertThat(browser.text(".detail")).contains("http://127.0.0.1:2");
		browser.press(Browser.ENTER);
		assertThat(browser.text(".detail")).isEmpty();
	}

	@Test
	void showsHostileTextAsText() {
		add(Instance.builder("inventory", "127.0.0.1", 1)
			.instanceId(HOSTILE)
			.metadata(Map.of("zone", HOSTILE, HOSTILE, "x", "version", HOSTILE))
			.build());
		follow();
		open();
		browser.run("document.querySelector('.row').click()");
		assertThat(browser.text(".row")).contains(HOSTILE);
		assertThat(browser.text(".detail")).contains("version\n" + HOSTILE).contains(HOSTILE + "\n******");
		soon().until(() -> browser.text("#events").contains(HOSTILE));
		assertThat(browser.run("return document.querySelectorAll('img').length").asInt()).isZero();
		assertThat(browser.run("return document.title").asString()).isEqualTo("discovery");
	}

	@Test
	void isReadableOnAPhoneAndInTheDark() {
		String longId = "inventory-" + "a".repeat(120);
		add(IntStream.rangeClosed(1, 4).mapToObj(DiscoveryPageInBrowserTests::instance).toArray(Instance[]::new));
		add(Instance.builder("inventory", "127.0.0.1", 9).instanceId(longId).build());
		follow();
		end(instance(1), Outcome.FAILURE);
		for (boolean dark : new boolean[] { false, true }) {
			for (int width : new int[] { 360, 1280 }) {
				browser.screen(width, 800, dark);
				open();
				soon().until(() -> browser.text("#events").contains("ejected"));
				browser.run("document.querySelectorAll('.row').forEach((row) => row.click())");
				assertThat(browser.text("#services")).contains(longId, "ejected");
				assertThat(browser.run("return document.documentElement.scrollWidth").asInt())
					.isLessThanOrEqualTo(width);
				assertThat(strings(BEYOND)).as("cut off at %s px", width).isEmpty();
				assertThat(strings(CONTRAST)).as("faint at %s px, dark %s", width, dark).isEmpty();
			}
		}
	}

	@Test
	void saysThatTheApplicationDoesNotAnswer() {
		add(instance(1));
		follow();
		open();
		assertThat(browser.run("return document.querySelector('#trouble').hidden").asBoolean()).isTrue();
		this.application.close();
		soon().until(() -> browser.text("#trouble").startsWith("The application doesn't answer."));
		assertThat(browser.text("#trouble")).contains("What you see is ").contains(" s old.");
		assertThat(browser.text("#pulse")).isEqualTo("no answer");
		assertThat(browser.text("#services")).contains("inventory-127.0.0.1-1");
	}

	@Test
	void asksNothingWhileNobodyLooks() {
		open();
		hide();
		soon().until(
				() -> browser.text("#pulse").startsWith("paused") && browser.run("return timer === undefined").asBoolean());
		add(instance(1));
		follow();
		browser.run("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
		soon().until(() -> browser.text("#services").contains("inventory-127.0.0.1-1"));
	}

	@Test
	void saysHowToSeeEventsThatAreNotExposed() {
		this.application.close();
		this.application = run("discovery");
		open();
		soon().until(() -> browser.text("#no-events").contains("management.endpoints.web.exposure.include"));
		assertThat(browser.text("#services")).contains("No service is followed yet");
	}

	@Test
	void bearsFieldsThatAreMissingAndShowsThoseItDoesNotKnow() {
		open();
		hide();
		show("{}");
		show("{\"services\": {\"inventory\": {}, \"billing\": {\"instances\": [{\"id\": \"one\"}]}}}");
		assertThat(browser.text("#services")).contains("inventory", "No instances.", "billing", "one", "in reserve");
		show("""
				{"registries": {"west": {"backend": "consul", "state": "FAILING", "failingForSeconds": 12.3,
						"lastError": "connection refused"}},
					"shadow": {"name": "old", "verdict": "DIFFERS", "registry": {"backend": "eureka"}},
					"services": {"inventory": {"provenance": "STALE", "ageSeconds": 34.5, "panic": true, "held": 2,
						"lastError": "timed out", "limits": {"inFlight": 3, "perService": 10, "circuit": "OPEN",
						"circuitDetail": "6 of 10 calls failed"}, "instances": [
							{"id": "one", "health": "UP", "passedOver": "CAPACITY", "share": 0.25, "news": {"of": ["the", "day"]}},
							{"id": "two", "health": "UP", "passedOver": "LIMBO", "pickable": true},
							{"id": "three", "health": "UP", "ailment": "HTTP 500"},
							{"id": "four", "health": "UP", "ejection": {"reason": "QUARANTINE", "secondsLeft": 300}}]}}}""");
		assertThat(browser.text("#facts")).contains("Registry west", "consul, failing for 12 s, connection refused",
				"old, differs, eureka", "1 of 1 not confirmed, for up to 35 s");
		assertThat(browser.text("#services")).contains("stale, unconfirmed for 35 s", "timed out", "Panic",
				"2 instances held", "The circuit breaker is open: 6 of 10 calls failed", "3 of 10 calls in flight", "full",
				"in limbo", "unhealthy", "quarantined 5 min left");
		browser.run("document.querySelector('.row').click()");
		assertThat(browser.text(".detail")).contains("passed over by", "capacity", "25 %", "news", "of: the\nday");
		assertThat(browser.complaints()).isEmpty();
	}

	private static List<String> strings(String script) {
		return browser.run(script).valueStream().map((each) -> each.asString()).toList();
	}

	/** As when its tab isn't the one that is shown. */
	private static void hide() {
		browser.run("Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
				+ "document.dispatchEvent(new Event('visibilitychange'))");
	}

	/** What the application might say. */
	private static void show(String state) {
		browser.run("show(JSON.parse(arguments[0]), Date.now())", state);
	}

	private void open() {
		int port = this.application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		browser.open(URI.create("http://127.0.0.1:" + port + "/actuator/discovery"));
		soon().until(() -> browser.text("#pulse").startsWith("live"));
		browser.complaints();
	}

	private void add(Instance... instances) {
		for (Instance instance : instances) {
			this.registry.put(instance, System.nanoTime(), Duration.ofHours(1));
		}
	}

	private void follow() {
		Balancer balancer = this.application.getBean(Balancer.class);
		Awaitility.await().until(() -> !balancer.pool("inventory").snapshot().instances().isEmpty());
	}

	/** Ten calls end so. */
	private void end(Instance instance, Outcome outcome) {
		Map<Instance, Candidate> candidates = this.application.getBean(Balancer.class)
			.pool("inventory")
			.candidates()
			.stream()
			.collect(Collectors.toMap(Candidate::instance, (candidate) -> candidate));
		Candidate candidate = candidates.get(instance);
		for (int i = 0; i < 10; i++) {
			candidate.stats().end(candidate.stats().begin(), outcome);
		}
	}

	private static Instance instance(int port) {
		return Instance.builder("inventory", "127.0.0.1", port).metadata(Map.of("zone", "eu-1a")).build();
	}

	private static ConditionFactory soon() {
		return Awaitility.await().pollInterval(Duration.ofMillis(100)).atMost(Duration.ofSeconds(20));
	}

	private static ConfigurableApplicationContext run(String exposed) {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "spring.application.name=orders", "spring.main.banner-mode=off",
					"spring.main.web-application-type=servlet", "spring.jmx.enabled=false",
					"discovery.registration.enabled=false", "discovery.in-memory.registry=" + REGISTRY,
					"management.endpoints.web.exposure.include=" + exposed)
			.run();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
