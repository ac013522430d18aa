package dev.discovery.cloud.loadbalancer;

import java.io.InputStream;
import java.io.Reader;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.util.MultiValueMap;

/**
 * Tells whether what is written is a plain value, which can be written again, and not a
 * stream of any kind.
 */
final class WatchedWriter<T> implements HttpMessageWriter<T> {

	private final HttpMessageWriter<T> delegate;

	private final Consumer<Boolean> value;

	WatchedWriter(HttpMessageWriter<T> delegate, Consumer<Boolean> value) {
		this.delegate = delegate;
		this.value = value;
	}

	@Override
	public List<MediaType> getWritableMediaTypes() {
		return this.delegate.getWritableMediaTypes();
	}

	@Override
	public List<MediaType> getWritableMediaTypes(ResolvableType elementType) {
		return this.delegate.getWritableMediaTypes(elementType);
	}

	@Override
	public boolean canWrite(ResolvableType elementType, @Nullable MediaType mediaType) {
		return this.delegate.canWrite(elementType, mediaType);
	}

	@Override
	public Mono<Void> write(Publisher<? extends T> inputStream, ResolvableType elementType,
			@Nullable MediaType mediaType, ReactiveHttpOutputMessage message, Map<String, Object> hints) {
		this.value.accept(isValue(inputStream));
		return this.delegate.write(inputStream, elementType, mediaType, message, hints);
	}

	private static boolean isValue(Publisher<?> body) {
		try {
			return body instanceof Fuseable.ScalarCallable<?> known && isRepeatable(known.call());
		}
		catch (Exception ex) {
			return false;
		}
	}

	private static boolean isRepeatable(@Nullable Object value) {
		if (value instanceof Resource resource) {
			return !resource.isOpen();
		}
		if (value instanceof MultiValueMap<?, ?> form) {
			return form.values().stream().flatMap(List::stream).allMatch(WatchedWriter::isText);
		}
		return !(value instanceof DataBuffer || value instanceof Publisher || value instanceof InputStream
				|| value instanceof Reader);
	}

	/** The parts of a form may be anything. */
	private static boolean isText(@Nullable Object value) {
		return value == null || value instanceof CharSequence || value instanceof Number;
	}

}
