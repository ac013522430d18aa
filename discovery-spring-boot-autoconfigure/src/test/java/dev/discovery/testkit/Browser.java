package dev.discovery.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Chromium without a window, driven through ChromeDriver's WebDriver interface,
 * which is JSON over HTTP: no library is needed, and nothing is ever downloaded. Needs
 * {@code chromium} and {@code chromedriver} on the {@code PATH}.
 */
public final class Browser implements AutoCloseable {

	/** The key, as WebDriver writes it. */
	public static final String TAB = "\uE004";

	/** The key, as WebDriver writes it. */
	public static final String ENTER = "\uE007";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");

	private static final JsonMapper json = new JsonMapper();

	private final ScratchFolder folder = new ScratchFolder("browser");

	private final Program driver;

	private final JsonHttp http;

	private final String session;

	/**
	 * Starts one, with a profile of its own.
	 */
	public Browser() {
		this.driver = Program.start(this.folder.resolve("output"), List.of("chromedriver", "--port=0"));
		this.http = new JsonHttp(URI.create("http://127.0.0.1:" + port()), Map.of(), PATIENCE);
		try {
			this.session = "/session/" + post("/session", capabilities()).get("sessionId").asString();
		}
		catch (RuntimeException ex) {
			this.driver.close();
			throw ex;
		}
	}

	private int port() {
		Matcher matcher = Patience.await()
			.pollInterval(Duration.ofMillis(20))
			.until(() -> STARTED.matcher(this.driver.output()), Matcher::find);
		return Integer.parseInt(matcher.group(1));
	}

	/** The pipe ends the browser with its driver, however that one ends. */
	private Map<String, Object> capabilities() {
		List<String> arguments = List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
				"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--remote-debugging-pipe", "--window-size=1280,900",
				"--user-data-dir=" + this.folder.resolve("profile"));
		return Map.of("capabilities", Map.of("alwaysMatch", Map.of("goog:chromeOptions", Map.of("args", arguments),
				"goog:loggingPrefs", Map.of("browser", "ALL"))));
	}

	/**
	 * Goes there and waits until the document is loaded.
	 */
	public void open(URI page) {
		post(this.session + "/url", Map.of("url", page.toString()));
	}

	/**
	 * Runs a script in the page, whether or not the page's policy would let it.
	 * @param script the body of a function
	 * @param arguments its {@code arguments}
	 * @return what it returns
	 */
	public JsonNode run(String script, Object... arguments) {
		return post(this.session + "/execute/sync", Map.of("script", script, "args", Arrays.asList(arguments)));
	}

	/**
	 * What people see of the first element that a selector finds.
	 * @return an empty string if there is none, or it is hidden
	 */
	public String text(String selector) {
		return run(
				"const found = document.querySelector(arguments[0]); return found?.checkVisibility() ? found.innerText : ''",
				selector)
			.asString();
	}

	/**
	 * Presses keys, as a person would: whatever has the focus gets them.
	 */
	public void press(String... keys) {
		List<Map<String, Object>> strokes = Arrays.stream(keys)
			.flatMap((key) -> List
				.of(Map.<String, Object>of("type", "keyDown", "value", key),
						Map.<String, Object>of("type", "keyUp", "value", key))
				.stream())
			.toList();
		post(this.session + "/actions",
				Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", strokes))));
	}

	/**
	 * Shows the page as on a screen of that width.
	 * @param dark whether its owner prefers dark colours
	 */
	public void screen(int width, int height, boolean dark) {
		command("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
		command("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
	}

	private void command(String name, Map<String, Object> parameters) {
		post(this.session + "/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
	}

	/**
	 * What the browser and the page have complained of since the last question.
	 */
	public List<String> complaints() {
		return post(this.session + "/se/log", Map.of("type", "browser")).valueStream()
			.map((entry) -> entry.get("message").asString())
			.toList();
	}

	/**
	 * What the screen shows.
	 * @return a PNG file
	 */
	public byte[] screenshot() {
		return Base64.getDecoder().decode(value(this.http.get(this.session + "/screenshot")).asString());
	}

	private JsonNode post(String path, Map<String, Object> body) {
		return value(json.readTree(this.http.exchange("POST", path, json.writeValueAsString(body))));
	}

	private static JsonNode value(@Nullable JsonNode answer) {
		if (answer == null || !answer.has("value")) {
			throw new IllegalStateException("ChromeDriver answers " + answer);
		}
		return answer.get("value");
	}

	@Override
	public void close() {
		try {
			this.http.exchange("DELETE", this.session, null);
		}
		finally {
			this.driver.close();
			this.folder.close();
		}
	}

}
