package dev.discovery.directory;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * How a copy looks on disk: a magic number with the format's version, a checksum over all
 * that follows, the moment, and the content. Texts are UTF-8 with their length before
 * them. What is read is trusted no more than what a registry says: it goes through the
 * same checks.
 */
final class SnapshotCodec {

	/** "DSC" and the version. */
	private static final int MAGIC = 0x44534301;

	private static final int HEADER = 2 * Integer.BYTES;

	private SnapshotCodec() {
	}

	static byte[] encode(ServiceSnapshot snapshot, Instant now) {
		return encode(now, (out) -> {
			text(out, snapshot.serviceId());
			out.writeInt(snapshot.instances().size());
			for (Instance instance : snapshot.instances()) {
				encode(out, instance);
			}
		});
	}

	private static void encode(DataOutputStream out, Instance instance) throws IOException {
		text(out, instance.getInstanceId());
		text(out, instance.getHost());
		out.writeInt(instance.getPort());
		out.writeBoolean(instance.isSecure());
		text(out, instance.getHealth().name());
		// the place stands in the metadata too
		out.writeInt(instance.getMetadata().size());
		for (Map.Entry<String, String> entry : instance.getMetadata().entrySet()) {
			text(out, entry.getKey());
			text(out, entry.getValue());
		}
	}

	static byte[] encode(Set<String> names, Instant now) {
		return encode(now, (out) -> {
			out.writeInt(names.size());
			for (String name : names) {
				text(out, name);
			}
		});
	}

	private static byte[] encode(Instant now, Content content) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		try {
			out.writeInt(MAGIC);
			out.writeInt(0);
			out.writeLong(now.toEpochMilli());
			content.write(out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		byte[] file = bytes.toByteArray();
		ByteBuffer.wrap(file).putInt(Integer.BYTES, checksum(file));
		return file;
	}

	private static void text(DataOutputStream out, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	private static int checksum(byte[] file) {
		CRC32C checksum = new CRC32C();
		checksum.update(file, HEADER, file.length - HEADER);
		return (int) checksum.getValue();
	}

	/**
	 * Reads a service's file.
	 * @throws IOException if it is not what {@link #encode} wrote of this service
	 */
	static Dated<ServiceSnapshot> decode(byte[] file, String serviceId) throws IOException {
		return decode(file, (in) -> {
			if (!text(in).equals(serviceId)) {
				throw new IOException("it is another service's");
			}
			int size = in.getInt();
			List<Instance> instances = new ArrayList<>();
			for (int i = 0; i < size; i++) {
				instances.add(instance(in, serviceId));
			}
			return ServiceSnapshot.inOrder(serviceId, instances);
		});
	}

	private static Instance instance(ByteBuffer in, String serviceId) throws IOException {
		String id = text(in);
		String host = text(in);
		int port = in.getInt();
		boolean secure = in.get() != 0;
		Health health = Health.parse(text(in));
		int size = in.getInt();
		Map<String, @Nullable String> metadata = new HashMap<>();
		for (int i = 0; i < size; i++) {
			metadata.put(text(in), text(in));
		}
		return Instance.builder(serviceId, host, port)
			.instanceId(id)
			.secure(secure)
			.health(health)
			.metadata(metadata)
			.build();
	}

	/**
	 * Reads the file of the names.
	 * @throws IOException if it is not what {@link #encode} wrote
	 */
	static Dated<Set<String>> decodeNames(byte[] file) throws IOException {
		return decode(file, (in) -> {
			int size = in.getInt();
			Set<String> names = new LinkedHashSet<>();
			for (int i = 0; i < size; i++) {
				names.add(text(in));
			}
			return names;
		});
	}

	private static <T> Dated<T> decode(byte[] file, Reading<T> reading) throws IOException {
		ByteBuffer in = ByteBuffer.wrap(file);
		try {
			if (in.getInt() != MAGIC) {
				throw new IOException("it has another format");
			}
			if (in.getInt() != checksum(file)) {
				throw new IOException("its checksum is wrong");
			}
			Instant moment = Instant.ofEpochMilli(in.getLong());
			return new Dated<>(reading.read(in), moment);
		}
		catch (BufferUnderflowException ex) {
			throw new IOException("it ends too early", ex);
		}
		catch (IllegalArgumentException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
	}

	private static String text(ByteBuffer in) throws IOException {
		int length = in.getInt();
		if (length < 0 || length > in.remaining()) {
			throw new IOException("it ends too early");
		}
		String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
		in.position(in.position() + length);
		return text;
	}

	/**
	 * What was kept, and when.
	 *
	 * @param content what was known
	 * @param moment when the registry had said so
	 * @param <T> what is kept
	 */
	record Dated<T>(T content, Instant moment) {
	}

	@FunctionalInterface
	private interface Content {

		void write(DataOutputStream out) throws IOException;

	}

	@FunctionalInterface
	private interface Reading<T> {

		T read(ByteBuffer in) throws IOException;

	}

}
