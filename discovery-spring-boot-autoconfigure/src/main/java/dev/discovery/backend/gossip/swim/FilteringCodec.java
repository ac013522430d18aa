package dev.discovery.backend.gossip.swim;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.OutputStream;
import java.util.Map;

import io.scalecube.cluster.transport.api.JdkMessageCodec;
import io.scalecube.cluster.transport.api.Message;
import io.scalecube.cluster.transport.api.MessageCodec;

/**
 * The library's messages are serialized Java objects: read without a filter, whoever
 * reaches the port could have any class of the application made. Only the library's own
 * are, a kind of message holds the kind of data that belongs to it, and what is anything
 * else is an empty message, which nobody listens to: the library's listeners don't
 * survive an exception.
 */
final class FilteringCodec implements MessageCodec {

	/**
	 * The largest message in bytes.
	 */
	static final int MAX_MESSAGE = 2 * 1024 * 1024;

	/** No message has as many parts. */
	private static final int MAX_COUNT = 1024 * 1024;

	private static final ObjectInputFilter FILTER = ObjectInputFilter.Config
		.createFilter("maxdepth=12;maxrefs=500000;maxarray=0;maxbytes=" + MAX_MESSAGE
				+ ";io.scalecube.cluster.**;java.lang.Enum;java.lang.String;!*");

	private static final Map<String, String> DATA = Map.of("sc/fdetector/ping", "PingData", "sc/fdetector/pingReq",
			"PingData", "sc/fdetector/pingAck", "PingData", "sc/membership/sync", "SyncData", "sc/membership/syncAck",
			"SyncData", "sc/membership/gossip", "MembershipRecord", "sc/gossip/req", "GossipRequest", "sc/metadata/req",
			"GetMetadataRequest", "sc/metadata/resp", "GetMetadataResponse");

	private final MessageCodec writer = new JdkMessageCodec();

	private final Runnable refused;

	FilteringCodec(Runnable refused) {
		this.refused = refused;
	}

	@Override
	public void serialize(Message message, OutputStream stream) throws Exception {
		this.writer.serialize(message, stream);
	}

	@Override
	public Message deserialize(InputStream stream) {
		Message message = new Message();
		try (BoundedInput input = new BoundedInput(stream)) {
			message.readExternal(input);
			if (message.sender() == null || !isOfTheProtocol(message)) {
				throw noMessage();
			}
			return message;
		}
		catch (IOException | ClassNotFoundException | RuntimeException ex) {
			this.refused.run();
			return new Message();
		}
	}

	private static boolean isOfTheProtocol(Message message) {
		String qualifier = message.qualifier();
		Object data = message.data();
		return qualifier != null && data != null && data.getClass().getSimpleName().equals(DATA.get(qualifier))
				&& isWhole(data);
	}

	private static InvalidObjectException noMessage() {
		return new InvalidObjectException("not a message of the protocol");
	}

	/**
	 * The classes are not ours to look into; what they print is.
	 */
	private static boolean isWhole(Object data) {
		String text = data.toString();
		return switch (data.getClass().getSimpleName()) {
			case "PingData" -> !text.contains("from=null") && !text.contains("to=null");
			case "GetMetadataRequest" -> !text.contains("member=null");
			case "GossipRequest" ->
				!text.contains("[null") && !text.contains(", null") && !text.contains("message=null");
			default -> true;
		};
	}

	/**
	 * Sizes are believed before what they announce is there.
	 */
	private static final class BoundedInput extends ObjectInputStream {

		BoundedInput(InputStream stream) throws IOException {
			super(stream);
			setObjectInputFilter(FILTER);
			enableResolveObject(true);
		}

		/**
		 * News have a message in them, which is taken for what it says it is: whoever
		 * trips over it hears no other any more.
		 */
		@Override
		protected Object resolveObject(Object read) throws IOException {
			if (read instanceof Message inner && !isOfTheProtocol(inner)) {
				throw noMessage();
			}
			return read;
		}

		@Override
		public int readInt() throws IOException {
			int value = super.readInt();
			if (value < 0 || value > MAX_COUNT) {
				throw new InvalidObjectException("a number that no member ever says");
			}
			return value;
		}

	}

}
