package dev.discovery.architecture;

import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509TrustManager;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

import org.springframework.cloud.client.ServiceInstance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arrows between the rooms, as {@code docs/architecture.md} draws them.
 */
@AnalyzeClasses(packages = "dev.discovery", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String[] INNER_ROOMS = { "dev.discovery.time..", "dev.discovery.model..",
			"dev.discovery.trust..", "dev.discovery.backend..", "dev.discovery.directory..", "dev.discovery.fitness..",
			"dev.discovery.balancing.." };

	private static final String HTTP = "dev.discovery.backend.http";

	private static final String[] PICK_PATH = { "dev.discovery.balancing..", "dev.discovery.fitness.." };

	@ArchTest
	static final ArchRule arrowsPointToTheLeft = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("time")
		.definedBy("dev.discovery.time..")
		.layer("model")
		.definedBy("dev.discovery.model..")
		.layer("trust")
		.definedBy("dev.discovery.trust..")
		.layer("backend")
		.definedBy("dev.discovery.backend..")
		.layer("directory")
		.definedBy("dev.discovery.directory..")
		.layer("fitness")
		.definedBy("dev.discovery.fitness..")
		.layer("balancing")
		.definedBy("dev.discovery.balancing..")
		.layer("cloud")
		.definedBy("dev.discovery.cloud..")
		.layer("observe")
		.definedBy("dev.discovery.observe..")
		.layer("actuate")
		.definedBy("dev.discovery.actuate..")
		.layer("autoconfigure")
		.definedBy("dev.discovery.autoconfigure..")
		.whereLayer("time")
		.mayNotAccessAnyLayer()
		.whereLayer("model")
		.mayNotAccessAnyLayer()
		.whereLayer("trust")
		.mayOnlyAccessLayers("model", "time")
		.whereLayer("backend")
		.mayOnlyAccessLayers("trust", "model", "time")
		.whereLayer("directory")
		.mayOnlyAccessLayers("backend", "model", "time")
		.whereLayer("fitness")
		.mayOnlyAccessLayers("model", "time")
		.whereLayer("balancing")
		.mayOnlyAccessLayers("directory", "backend", "fitness", "model", "time")
		.whereLayer("observe")
		.mayOnlyAccessLayers("balancing", "directory", "backend", "fitness", "model", "time")
		.whereLayer("cloud")
		.mayOnlyAccessLayers("balancing", "directory", "backend", "fitness", "model", "time")
		.whereLayer("actuate")
		.mayOnlyAccessLayers("observe", "cloud", "balancing", "directory", "backend", "fitness", "model", "time");

	@ArchTest
	static final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
		.matching("dev.discovery.(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule oneBackendNeverSeesAnother = SlicesRuleDefinition.slices()
		.matching("dev.discovery.backend.(*)..")
		.should()
		.notDependOnEachOther()
		.ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAPackage(HTTP));

	@ArchTest
	static final ArchRule onlyBackendsThatSpeakHttpKnowIt = noClasses().that()
		.resideInAnyPackage("dev.discovery.backend", "dev.discovery.backend.memory..", "dev.discovery.backend.dns..",
				"dev.discovery.backend.composite..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(HTTP);

	@ArchTest
	static final ArchRule oneBackendIsConfiguredWithoutAnother = SlicesRuleDefinition.slices()
		.assignedFrom(new BackendConfigurations())
		.should()
		.notDependOnEachOther();

	@ArchTest
	static final ArchRule onlyReactiveAdaptersKnowReactor = noClasses().that()
		.resideOutsideOfPackages("dev.discovery.cloud..", "dev.discovery.autoconfigure..",
				"dev.discovery.backend.gossip.swim")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("reactor..");

	@ArchTest
	static final ArchRule onlyObserveKnowsMicrometer = noClasses().that()
		.resideOutsideOfPackages("dev.discovery.observe..", "dev.discovery.autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer..");

	@ArchTest
	static final ArchRule onlyTheDnsRoomKnowsItsLibrary = noClasses().that()
		.resideOutsideOfPackage("dev.discovery.backend.dns..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.xbill..");

	@ArchTest
	static final ArchRule innerRoomsKnowNoSpringButServiceInstance = noClasses().that()
		.resideInAnyPackage(INNER_ROOMS)
		.should()
		.dependOnClassesThat(resideInAPackage("org.springframework..")
			.and(DescribedPredicate.not(assignableTo(ServiceInstance.class))));

	@ArchTest
	static final ArchRule thePickPathTakesNoLock = noClasses().that()
		.resideInAnyPackage(PICK_PATH)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("java.util.concurrent.locks..");

	@ArchTest
	static final ArchRule thePickPathIsNotSynchronized = noMethods().that()
		.areDeclaredInClassesThat()
		.resideInAnyPackage(PICK_PATH)
		.should()
		.haveModifier(JavaModifier.SYNCHRONIZED);

	@ArchTest
	static final ArchRule onlyTimeReadsClocks = noClasses().that()
		.resideOutsideOfPackage("dev.discovery.time..")
		.should()
		.callMethod(System.class, "nanoTime")
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(Instant.class, "now")
		.orShould()
		.callMethod(Clock.class, "systemUTC")
		.orShould()
		.callMethod(Clock.class, "systemDefaultZone");

	@ArchTest
	static final ArchRule onlyTimeMakesThreads = noClasses().that()
		.resideOutsideOfPackage("dev.discovery.time..")
		.should()
		.callConstructorWhere(
				JavaCall.Predicates.target(HasOwner.Predicates.With.<JavaClass>owner(assignableTo(Thread.class))))
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(Executors.class);

	@ArchTest
	static final ArchRule onlyTimeRollsDice = noClasses().that()
		.resideOutsideOfPackage("dev.discovery.time..")
		.and()
		// is handed some by whoever initialises TLS, and refuses them
		.haveNameNotMatching("dev\\.discovery\\.backend\\.NoTls.*")
		.should()
		.dependOnClassesThat()
		.areAssignableTo(Random.class)
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(ThreadLocalRandom.class);

	@ArchTest
	static final ArchRule nobodyMakesCertificatesCountForNothing = noClasses().should()
		.dependOnClassesThat()
		.areAssignableTo(X509TrustManager.class)
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(HostnameVerifier.class)
		.orShould()
		.callMethod(SSLParameters.class, "setEndpointIdentificationAlgorithm", String.class)
		.orShould()
		.callMethod(System.class, "setProperty", String.class, String.class);

	@ArchTest
	void everyRoomIsNullMarked(JavaClasses classes) {
		assertThat(classes.stream().map(JavaClass::getPackage).distinct())
			.allSatisfy((room) -> assertThat(room.getPackageInfo().isAnnotatedWith(NullMarked.class)).as(room.getName())
				.isTrue());
	}

	/**
	 * A slice for each room of auto-configuration that makes a backend.
	 */
	private static final class BackendConfigurations implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			boolean backend = type.getPackage()
				.getClasses()
				.stream()
				.anyMatch((neighbour) -> neighbour.getSimpleName().endsWith("BackendAutoConfiguration"));
			return backend ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "configurations of backends";
		}

	}

}
