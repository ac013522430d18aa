package dev.discovery.autoconfigure.actuate;

import java.util.Map;

import dev.discovery.fitness.Outcome;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Browser;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people see of {@code /actuator/discovery} in a real browser, and do there.
 */
class DiscoveryPageInBrowserTests extends BrowsedApplicationTests {

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
	void saysThatNobodyOfAServiceCanBeCalled() {
		add(instance(1));
		follow();
		open();
		assertThat(browser.text("#services")).doesNotContain("Nobody can be called");
		this.registry.remove(instance(1));
		soon().until(() -> browser.text("#services").contains("Nobody can be called"));
		browser.run("document.querySelector('#attention').click()");
		assertThat(browser.text(".service h2")).isEqualTo("inventory");
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
		soon().until(() -> browser.text("#pulse").startsWith("paused")
				&& browser.run("return timer === undefined").asBoolean());
		add(instance(1));
		follow();
		browser.run("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
		soon().until(() -> browser.text("#services").contains("inventory-127.0.0.1-1"));
	}

	@Test
	void forgetsTheEventsOfBeforeARestart() {
		add(instance(1));
		follow();
		open();
		assertThat(browser.text("#events")).contains("joined");
		String port = this.application.getEnvironment().getRequiredProperty("local.server.port");
		this.application.close();
		this.application = run("discovery,discoveryevents", "--server.port=" + port);
		soon().until(() -> browser.text("#no-events").equals("None yet."));
		assertThat(browser.text("#events")).isEmpty();
	}

	@Test
	void saysHowToSeeEventsThatAreNotExposed() {
		this.application.close();
		this.application = run("discovery");
		open();
		soon().until(() -> browser.text("#no-events").contains("management.endpoints.web.exposure.include"));
		assertThat(browser.text("#services")).contains("No service is followed yet");
	}

}
