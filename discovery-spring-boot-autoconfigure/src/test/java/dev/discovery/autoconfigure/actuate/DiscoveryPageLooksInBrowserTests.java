package dev.discovery.autoconfigure.actuate;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.discovery.fitness.Outcome;
import dev.discovery.model.Instance;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the page looks, whatever it has to show and wherever.
 */
class DiscoveryPageLooksInBrowserTests extends BrowsedApplicationTests {

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
	void bearsFieldsThatAreMissingAndShowsThoseItDoesNotKnow() {
		open();
		hide();
		show("{}");
		show("{\"services\": {\"inventory\": {}, \"billing\": {\"instances\": [{\"id\": \"one\"}]}}}");
		assertThat(browser.text("#services")).contains("inventory", "No instances.", "billing", "one", "in reserve");
		show("{\"services\": {\"inventory\": {\"provenance\": \"STALE\", \"ageSeconds\": 0}}}");
		assertThat(browser.text("#facts")).contains("1 of 1 not confirmed").doesNotContain("for up to");
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
				"2 instances held", "The circuit breaker is open: 6 of 10 calls failed", "3 of 10 calls in flight",
				"full", "in limbo", "unhealthy", "quarantined 5 min left");
		browser.run("document.querySelector('.row').click()");
		assertThat(browser.text(".detail")).contains("passed over by", "capacity", "25 %", "news", "of: the\nday");
		assertThat(browser.complaints()).isEmpty();
	}

	private static List<String> strings(String script) {
		return browser.run(script).valueStream().map((each) -> each.asString()).toList();
	}

	/** What the application might say. */
	private static void show(String state) {
		browser.run("show(JSON.parse(arguments[0]), Date.now())", state);
	}

}
