package dev.discovery.backend.http;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;

/**
 * Reads {@link JsonElement}s. Only where one isn't of the right shape is a tree made of
 * it, from the bytes that it was read from.
 */
final class JsonElementReader extends ValueDeserializer<JsonElement<?>> {

	/** The attribute of a reader that holds the bytes it reads. */
	static final String BYTES = "bytes";

	private static final JsonMapper mapper = new JsonMapper();

	private final @Nullable ValueDeserializer<?> shape;

	/** Made by Jackson. */
	JsonElementReader() {
		this(null);
	}

	private JsonElementReader(@Nullable ValueDeserializer<?> shape) {
		this.shape = shape;
	}

	@Override
	public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
		JavaType type = context.getContextualType().containedTypeOrUnknown(0);
		return new JsonElementReader(context.findContextualValueDeserializer(type, property));
	}

	@Override
	public JsonElement<?> deserialize(JsonParser parser, DeserializationContext context) {
		int depth = depth(parser);
		long begin = parser.currentTokenLocation().getByteOffset();
		try {
			return new JsonElement<>(Objects.requireNonNull(this.shape).deserialize(parser, context), null);
		}
		catch (DatabindException ex) {
			passOver(parser, depth, ex);
			return new JsonElement<>(null, tree(context, begin, parser.currentLocation().getByteOffset()));
		}
	}

	@Override
	public JsonElement<?> getNullValue(DeserializationContext context) {
		return new JsonElement<>(null, NullNode.getInstance());
	}

	/** How deep the element stands in the text. */
	static int depth(JsonParser parser) {
		return parser.streamReadContext().getNestingDepth() - (parser.currentToken().isStructStart() ? 1 : 0);
	}

	/**
	 * Goes on to the end of an element that isn't of the right shape.
	 * @throws JacksonException if it isn't JSON either, or goes beyond the limits
	 */
	static void passOver(JsonParser parser, int depth, DatabindException reason) {
		if (reason.getCause() instanceof JacksonException cause && !(cause instanceof DatabindException)) {
			throw cause;
		}
		while (parser.streamReadContext().getNestingDepth() > depth) {
			parser.nextToken();
		}
	}

	private static JsonNode tree(DeserializationContext context, long begin, long end) {
		byte[] bytes = (byte[]) context.getAttribute(BYTES);
		return (bytes != null) ? mapper.readTree(bytes, (int) begin, (int) (end - begin)) : MissingNode.getInstance();
	}

}
