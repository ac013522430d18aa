package dev.discovery.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.discovery.testkit.Patience;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The kit that users get for their tests holds nothing of ours, and needs nothing of
 * ours.
 */
@AnalyzeClasses(packages = "dev.discovery")
class TestKitArchitectureTests {

	private static final String KIT = "dev.discovery.test";

	@ArchTest
	static final ArchRule theKitKnowsNothingOfOurTests = noClasses().that()
		.resideInAPackage(KIT)
		.should()
		.dependOnClassesThat(DescribedPredicate.describe("are tests of ours or what they are made with",
				(type) -> isTest(type) && !type.getPackageName().equals(KIT)));

	@ArchTest
	static final ArchRule theKitNeedsNoLibraryButThese = classes().that()
		.resideInAPackage(KIT)
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "dev.discovery..", "org.springframework..", "org.junit.jupiter.api..",
				"org.apache.commons.logging..", "org.jspecify.annotations..");

	@ArchTest
	void whatIsPublishedKnowsNothingOfTheKit(JavaClasses classes) {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAPackage(KIT)
			.check(classes.that(DescribedPredicate.describe("are published in the main jar", (type) -> !isTest(type))));
	}

	/**
	 * A wait with a limit of its own is one that fails on a slow machine.
	 */
	@ArchTest
	static final ArchRule onlyPatienceWaits = noClasses().that()
		.doNotHaveFullyQualifiedName(Patience.class.getName())
		.should()
		.dependOnClassesThat()
		.haveFullyQualifiedName("org.awaitility.Awaitility");

	private static boolean isTest(JavaClass type) {
		return type.getSource().filter((source) -> source.getUri().toString().contains("/test-classes/")).isPresent();
	}

}
