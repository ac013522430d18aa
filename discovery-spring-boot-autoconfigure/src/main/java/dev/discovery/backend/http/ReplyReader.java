package dev.discovery.backend.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.zip.GZIPInputStream;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Makes a reply or a failure of what came over the wire for one request.
 */
final class ReplyReader {

	private static final int ERROR_LIMIT = 4096;

	private static final int EXCERPT = 300;

	private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

	private final RegistryRequest request;

	private final int limit;

	private final Secrets secrets;

	private final InstantSource clock;

	ReplyReader(RegistryRequest request, int limit, Secrets secrets, InstantSource clock) {
		this.request = request;
		this.limit = limit;
		this.secrets = secrets;
		this.clock = clock;
	}

	/**
	 * Takes the body in.
	 * @param onBytes told that something has arrived
	 */
	BodySubscriber<Bytes> body(ResponseInfo info, Runnable onBytes) {
		if (!this.request.accepts(info.statusCode())) {
			return new LimitedBody(ERROR_LIMIT, -1, null, onBytes);
		}
		long announced = info.headers().firstValueAsLong("content-length").orElse(-1);
		return new LimitedBody(this.limit, announced, tooLarge(), onBytes);
	}

	RegistryReply reply(ResponseInfo info, Bytes body) {
		if (!this.request.accepts(info.statusCode())) {
			throw failure(info, body);
		}
		return new RegistryReply(this.request, info.statusCode(), info.headers(), decoded(info, body));
	}

	private Bytes decoded(ResponseInfo info, Bytes body) {
		if (!isGzip(info.headers())) {
			return body;
		}
		try {
			Bytes decoded = new Bytes(this.limit, body.length() * 4L);
			if (!unzip(body, decoded)) {
				throw new BackendException(Kind.INVALID, tooLarge());
			}
			return decoded;
		}
		catch (IOException ex) {
			throw new BackendException(Kind.INVALID, this.request + ": the answer is not complete gzip");
		}
	}

	private static boolean isGzip(HttpHeaders headers) {
		return headers.firstValue("content-encoding").filter("gzip"::equalsIgnoreCase).isPresent();
	}

	private static boolean unzip(Bytes from, Bytes to) throws IOException {
		try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(from.array(), 0, from.length()))) {
			byte[] chunk = new byte[8192];
			for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
				if (!to.add(ByteBuffer.wrap(chunk, 0, count))) {
					return false;
				}
			}
			return true;
		}
	}

	private String tooLarge() {
		return this.request + ": the answer is larger than " + this.limit + " bytes";
	}

	private BackendException failure(ResponseInfo info, Bytes body) {
		int status = info.statusCode();
		Kind kind = switch (status) {
			case 401, 403 -> Kind.DENIED;
			case 408 -> Kind.UNAVAILABLE;
			case 429 -> Kind.BUSY;
			default -> (status >= 500) ? Kind.UNAVAILABLE : Kind.INVALID;
		};
		String hint = (status >= 300 && status < 400) ? " (redirects are never followed)" : "";
		return new HttpStatusException(status, kind, this.request + ": status " + status + hint + excerpt(info, body),
				retryAfter(info.headers().firstValue("retry-after").orElse(null)));
	}

	/**
	 * What a registry says of a failure is often the only way to know what to do; but it
	 * must not repeat a token, or break a log line.
	 */
	private String excerpt(ResponseInfo info, Bytes body) {
		if (isGzip(info.headers()) || body.length() == 0) {
			return "";
		}
		String text = this.secrets.masked(new String(body.array(), 0, body.length(), StandardCharsets.UTF_8));
		text = text.replaceAll("[^ -~]+", " ").strip();
		return ", " + ((text.length() > EXCERPT) ? text.substring(0, EXCERPT) + "..." : text);
	}

	private @Nullable Duration retryAfter(@Nullable String value) {
		if (value == null) {
			return null;
		}
		Duration asked;
		try {
			asked = Duration.ofSeconds(Long.parseLong(value.strip()));
		}
		catch (NumberFormatException ex) {
			asked = untilDate(value.strip());
		}
		if (asked == null || asked.isNegative()) {
			return null;
		}
		return (asked.compareTo(LONGEST_RETRY_AFTER) > 0) ? LONGEST_RETRY_AFTER : asked;
	}

	private @Nullable Duration untilDate(String value) {
		try {
			Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
			return Duration.between(this.clock.instant(), date);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
