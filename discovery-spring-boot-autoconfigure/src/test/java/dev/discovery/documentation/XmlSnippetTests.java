package dev.discovery.documentation;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The XML on our pages names what can be had: modules of this repository as they are, and
 * starters that this build uses itself.
 */
class XmlSnippetTests {

	private static final Pattern STARTER = Pattern.compile("`(spring-boot-starter-[a-z-]+)`");

	private static final List<String> POMS = Stream
		.of("pom.xml", "discovery-spring-boot-autoconfigure/pom.xml", "discovery-spring-boot-starter/pom.xml",
				"sample-app/pom.xml")
		.map((pom) -> Documents.read(Documents.ROOT.resolve(pom)))
		.toList();

	@ParameterizedTest
	@MethodSource("snippets")
	void namesWhatExists(Snippet snippet) throws Exception {
		for (Element dependency : elements(snippet.text(), "dependency")) {
			exists(text(dependency, "groupId"), text(dependency, "artifactId"), text(dependency, "version"));
		}
		for (Element parent : elements(snippet.text(), "parent")) {
			assertThat(POMS.get(0)).contains("<artifactId>" + text(parent, "artifactId")
					+ "</artifactId>\n\t\t<version>" + text(parent, "version") + "</version>");
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void namesStartersThatThisBuildUses(Path page) {
		assertThat(STARTER.matcher(Documents.read(page)).results().map((MatchResult name) -> name.group(1)))
			.allSatisfy((name) -> assertThat(POMS).as(name)
				.anySatisfy((pom) -> assertThat(pom).contains("<artifactId>" + name + "</artifactId>")));
	}

	private static void exists(String group, String artifact, String version) {
		if (group.equals("dev.discovery")) {
			assertThat(Files.exists(Documents.ROOT.resolve(artifact + "/pom.xml"))).as(artifact).isTrue();
			assertThat(POMS.get(0)).contains("<version>" + version + "</version>\n\t<packaging>pom</packaging>");
		}
		else {
			// Spring Boot manages the version of whatever has none here
			assertThat(version).as(artifact).isEqualTo(managedVersion(artifact));
			assertThat(POMS).as(artifact)
				.anySatisfy((pom) -> assertThat(pom)
					.contains("<groupId>" + group + "</groupId>\n\t\t\t<artifactId>" + artifact + "</artifactId>"));
		}
	}

	private static String managedVersion(String artifact) {
		Matcher version = Pattern.compile("<" + artifact + "\\.version>(.*?)<").matcher(POMS.get(0));
		return version.find() ? version.group(1) : "";
	}

	private static List<Element> elements(String xml, String name) throws Exception {
		NodeList found = DocumentBuilderFactory.newDefaultInstance()
			.newDocumentBuilder()
			.parse(new ByteArrayInputStream(("<page>" + xml + "</page>").getBytes(StandardCharsets.UTF_8)))
			.getElementsByTagName(name);
		return IntStream.range(0, found.getLength()).mapToObj((i) -> (Element) found.item(i)).toList();
	}

	private static String text(Element parent, String name) {
		NodeList found = parent.getElementsByTagName(name);
		return (found.getLength() > 0) ? found.item(0).getTextContent() : "";
	}

	static Stream<Snippet> snippets() {
		return Snippet.all("xml");
	}

	static Stream<Path> pages() {
		return Documents.all().stream();
	}

}
