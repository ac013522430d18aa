package dev.discovery.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Patience;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

@ExtendWith(OutputCaptureExtension.class)
class DiskSnapshotStoreTests {

	@TempDir
	private Path temporary;

	private final VirtualTime time = new VirtualTime();

	@Test
	void findsAllThatWasKept() {
		ServiceSnapshot orders = ServiceSnapshot.of("orders",
				List.of(Instance.builder("orders", "::1", 8443)
					.secure(true)
					.instanceId("töne/1")
					.locality(Locality.of("eu", "eu-1"))
					.metadata(Map.of("long", "x".repeat(100_000), "version", "2"))
					.build(), ScriptedBackend.instance("orders", 2).withHealth(Health.DOWN)));
		try (DiskSnapshotStore store = store()) {
			store.save(orders);
			store.saveNames(Set.of("orders", "billing"));
		}
		this.time.advance(Duration.ofHours(3));
		Stored<ServiceSnapshot> kept = load("orders");
		assertThat(kept).isNotNull();
		assertThat(kept.content().sameContent(orders)).isTrue();
		assertThat(kept.content().find("töne/1").getLocality()).isEqualTo(Locality.of("eu", "eu-1"));
		assertThat(kept.age()).isEqualTo(Duration.ofHours(3));
		assertThat(store().loadNames().join().content()).containsExactlyInAnyOrder("orders", "billing");
		assertThat(load("billing")).isNull();
	}

	@Test
	void namesItsFilesByHashesAndLetsNobodyElseReadThem() throws IOException {
		List<String> names = List.of("..", "../../etc/passwd", "a/b", "a\\b", "orders", "Orders", "ORDERS",
				"x".repeat(300), "con", "names");
		try (DiskSnapshotStore store = store()) {
			for (int i = 0; i < names.size(); i++) {
				store.save(ServiceSnapshot.of(names.get(i), List.of(ScriptedBackend.instance(names.get(i), i + 1))));
			}
			// no instance can have such a service, but somebody may ask
			store.save(ServiceSnapshot.of("nul\0", List.of(ScriptedBackend.instance("orders", 1))));
			assertThat(store.load("nul\0").join()).isNull();
		}
		for (int i = 0; i < names.size(); i++) {
			assertThat(load(names.get(i)).content().instances()).extracting(Instance::getPort).containsExactly(i + 1);
		}
		assertThat(files()).hasSize(names.size() + 1).allSatisfy((file) -> {
			assertThat(file.getFileName().toString()).matches("[0-9a-f]{64}\\.snapshot");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		});
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder()))).isEqualTo("rwx------");
		try (Stream<Path> around = Files.list(this.temporary)) {
			assertThat(around).containsExactly(folder());
		}
	}

	@Test
	void ignoresWhateverIsNotExactlyWhatItWrote(CapturedOutput output) throws IOException {
		byte[] written = kept("orders");
		Path file = files().get(0);
		for (int i = 0; i < written.length; i++) {
			Files.write(file, Arrays.copyOf(written, i));
			assertThat(load("orders")).as("cut at " + i).isNull();
			byte[] flipped = written.clone();
			flipped[i] ^= 0x10;
			Files.write(file, flipped);
			assertThat(load("orders")).as("flipped at " + i).isNull();
		}
		assertThat(output).contains("is ignored: java.io.IOException: its checksum is wrong");
		Files.write(file, written);
		assertThat(load("orders")).isNotNull();
	}

	@Test
	void trustsNoInstanceMoreThanARegistryWould() {
		ServiceSnapshot snapshot = ServiceSnapshot.of("orders", List.of(ScriptedBackend.instance("orders", 1)));
		byte[] file = SnapshotCodec.encode(snapshot, this.time.instant());
		String text = new String(file, StandardCharsets.ISO_8859_1).replace("localhost", "local@ost");
		byte[] poisoned = text.getBytes(StandardCharsets.ISO_8859_1);
		CRC32C checksum = new CRC32C();
		checksum.update(poisoned, 8, poisoned.length - 8);
		ByteBuffer.wrap(poisoned).putInt(4, (int) checksum.getValue());
		assertThatIOException().isThrownBy(() -> SnapshotCodec.decode(poisoned, "orders"))
			.withMessageContaining("local@ost");
	}

	@Test
	void warnsOnceOfManyCopiesThatCannotBeUsed(CapturedOutput output) throws IOException {
		try (DiskSnapshotStore store = store()) {
			for (String service : List.of("orders", "billing", "users")) {
				store.save(ServiceSnapshot.of(service, List.of(ScriptedBackend.instance(service, 1))));
			}
		}
		this.time.advance(Duration.ofHours(25));
		try (DiskSnapshotStore store = store()) {
			for (String service : List.of("orders", "billing", "users")) {
				assertThat(store.load(service).join()).isNull();
			}
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("discovery.cache.snapshot.max-age");
	}

	@Test
	void takesACopyFromTheFutureForANewOne() {
		kept("orders");
		VirtualTime earlier = new VirtualTime();
		this.time.advance(Duration.ofHours(1));
		kept("orders");
		try (DiskSnapshotStore store = store(earlier)) {
			assertThat(store.load("orders").join().age()).isZero();
		}
	}

	@Test
	void refusesAFolderThatIsALinkOrOpenOrSomebodyElses(CapturedOutput output) throws IOException {
		Path target = Files.createDirectory(this.temporary.resolve("target"));
		Files.createSymbolicLink(folder(), target);
		assertRefused("is a link");
		Files.delete(folder());
		Files.createDirectory(folder(),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
		assertRefused("chmod 700");
		Files.delete(folder());
		Files.writeString(folder(), "a file");
		assertRefused("is a link or a file");
		assertThat(target).isEmptyDirectory();
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).hasSize(3);
	}

	@Test
	void refusesAFolderOfSomebodyElse(CapturedOutput output) throws IOException {
		Files.createDirectory(folder(),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Assumptions.assumeTrue(give(folder()), "only root can give a folder away");
		assertRefused("belongs to somebody else");
		assertThat(output).contains("belongs to somebody else");
	}

	@Test
	void ignoresAFileThatIsALinkOrSomebodyElses(CapturedOutput output) throws IOException {
		byte[] written = kept("orders");
		Path file = files().get(0);
		Path elsewhere = Files.write(this.temporary.resolve("elsewhere"), written);
		Files.delete(file);
		Files.createSymbolicLink(file, elsewhere);
		assertThat(load("orders")).isNull();
		assertThat(output).contains("is a link or no file");
		Files.delete(file);
		Files.write(file, written);
		assertThat(load("orders")).isNotNull();
		if (give(file)) {
			assertThat(load("orders")).isNull();
		}
	}

	@Test
	void goesOnWhereTheDiskIsFullAndSaysSoOnce(CapturedOutput output) {
		FullFolder full = new FullFolder(List.of(folder()));
		try (DiskSnapshotStore store = new DiskSnapshotStore(full, Duration.ofHours(24), this.time, this.time,
				this.time)) {
			for (int i = 1; i <= 5; i++) {
				store.save(ServiceSnapshot.of("orders", List.of(ScriptedBackend.instance("orders", i))));
				this.time.advance(Duration.ofSeconds(5));
			}
			Patience.await().untilAsserted(() -> assertThat(output).contains("No space left on device"));
			full.free = true;
			store.save(ServiceSnapshot.of("orders", List.of(ScriptedBackend.instance("orders", 7))));
		}
		assertThat(load("orders").content().instances()).extracting(Instance::getPort).containsExactly(7);
		assertThat(output.getOut().lines().filter((line) -> line.contains("discovery"))).satisfiesExactly(
				(line) -> assertThat(line).contains("WARN").contains("No space left on device"),
				(line) -> assertThat(line).contains("INFO").contains("copied to disk again"));
		assertThat(files()).hasSize(1);
	}

	@Test
	void goesOnWhereThereIsNoFolderAndCanBeNone(CapturedOutput output) throws IOException {
		Files.writeString(this.temporary.resolve("file"), "");
		try (DiskSnapshotStore store = new DiskSnapshotStore(List.of(this.temporary.resolve("file").resolve("folder")),
				Duration.ofHours(24), this.time, this.time, this.time)) {
			assertThat(store.load("orders").join()).isNull();
			store.save(ServiceSnapshot.of("orders", List.of(ScriptedBackend.instance("orders", 1))));
			store.save(ServiceSnapshot.of("orders", List.of()));
			assertThat(store.load("orders").join()).isNull();
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("discovery.cache.snapshot.directory");
	}

	@Test
	void writesAServiceThatFlapsEveryFiveSecondsAndWhatIsTrueLongAgainEveryTenMinutes() {
		CountingFolder counting = new CountingFolder(List.of(folder()));
		try (DiskSnapshotStore store = new DiskSnapshotStore(counting, Duration.ofHours(24), this.time, this.time,
				this.time)) {
			for (int i = 0; i < 100; i++) {
				store.save(ServiceSnapshot.of("orders", List.of(ScriptedBackend.instance("orders", 1 + i % 2))));
				this.time.advance(Duration.ofMillis(200));
			}
			settle(store);
			Patience.await().until(() -> counting.writes.get() >= 1);
			assertThat(counting.writes.get()).isLessThanOrEqualTo(5);
			this.time.advance(Duration.ofMinutes(1));
			settle(store);
			int before = counting.writes.get();
			ServiceSnapshot steady = ServiceSnapshot.of("orders", List.of(ScriptedBackend.instance("orders", 3)));
			for (int minute = 0; minute < 60; minute++) {
				store.save(steady);
				settle(store);
				this.time.advance(Duration.ofMinutes(1));
			}
			settle(store);
			assertThat(counting.writes.get() - before).isBetween(6, 7);
		}
		assertThat(load("orders").age()).isLessThan(Duration.ofMinutes(12));
	}

	@Test
	void forgetsAServiceThatHasNoInstanceLeft() {
		kept("orders");
		try (DiskSnapshotStore store = store()) {
			assertThat(store.load("orders").join()).isNotNull();
			store.save(ServiceSnapshot.of("orders", List.of()));
			store.save(ServiceSnapshot.of("unknown", List.of()));
		}
		assertThat(files()).isEmpty();
	}

	/** What is handed to the disk's thread before has been done when this returns. */
	private static void settle(DiskSnapshotStore store) {
		store.loadNames().join();
		store.load("orders").join();
	}

	private static boolean give(Path path) {
		try {
			Files.setOwner(path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void assertRefused(String why) {
		try (DiskSnapshotStore store = store()) {
			store.save(ServiceSnapshot.of("orders", List.of(ScriptedBackend.instance("orders", 1))));
			assertThat(store.load("orders").join()).as(why).isNull();
		}
	}

	private byte[] kept(String service) {
		try (DiskSnapshotStore store = store()) {
			store.save(ServiceSnapshot.of(service, List.of(ScriptedBackend.instance(service, 1))));
		}
		try {
			return Files.readAllBytes(files().get(0));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private @Nullable Stored<ServiceSnapshot> load(String serviceId) {
		try (DiskSnapshotStore store = store()) {
			return store.load(serviceId).join();
		}
	}

	private DiskSnapshotStore store() {
		return store(this.time);
	}

	private DiskSnapshotStore store(VirtualTime time) {
		return new DiskSnapshotStore(List.of(folder()), Duration.ofHours(24), time, time, time);
	}

	private Path folder() {
		return this.temporary.resolve("folder");
	}

	private List<Path> files() {
		try (Stream<Path> files = Files.list(folder())) {
			return files.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class FullFolder extends SnapshotFolder {

		private volatile boolean free;

		FullFolder(List<Path> folders) {
			super(folders);
		}

		@Override
		void write(String name, byte[] content) throws IOException {
			if (!this.free) {
				throw new IOException("No space left on device");
			}
			super.write(name, content);
		}

	}

	private static final class CountingFolder extends SnapshotFolder {

		private final AtomicInteger writes = new AtomicInteger();

		CountingFolder(List<Path> folders) {
			super(folders);
		}

		@Override
		void write(String name, byte[] content) throws IOException {
			this.writes.incrementAndGet();
			super.write(name, content);
		}

	}

}
