package dev.discovery.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.test.TcpProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TcpProxyTests {

	private final NewThreads threads = NewThreads.fromNow();

	private final ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final TcpProxy proxy = TcpProxy.to(this.echo.getLocalPort());

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	TcpProxyTests() throws IOException {
		onThread(this::serve);
	}

	@AfterEach
	void closeAll() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.proxy.close();
		this.echo.close();
		this.threads.awaitNone("tcp-proxy");
	}

	@Test
	void forwardsBothWays() throws IOException {
		Socket socket = connect();
		assertThat(echoed(socket, "hello")).isEqualTo("hello");
		assertThat(echoed(socket, "again")).isEqualTo("again");
		assertThat(this.proxy.firstBytes()).containsExactly((int) 'h');
	}

	@Test
	void countsConnections() throws IOException {
		Socket one = connect();
		Socket two = connect();
		assertThat(echoed(one, "1") + echoed(two, "2")).isEqualTo("12");
		assertThat(this.proxy.open()).isEqualTo(2);
		one.close();
		Patience.await().until(() -> this.proxy.open() == 1);
		assertThat(this.proxy.most()).isEqualTo(2);
	}

	@Test
	void refusesWhileDownAndComesBackAtTheSamePort() throws IOException {
		for (int i = 0; i < 3; i++) {
			Socket socket = connect();
			assertThat(echoed(socket, "hello")).isEqualTo("hello");
			this.proxy.down();
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
			assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
			this.proxy.up();
		}
		assertThat(echoed(connect(), "back")).isEqualTo("back");
	}

	@Test
	void holdsEverythingBackWhileStalled() throws IOException {
		Socket socket = connect();
		assertThat(echoed(socket, "hello")).isEqualTo("hello");
		this.proxy.stall();
		Socket late = connect();
		socket.setSoTimeout(100);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> echoed(socket, "stuck"));
		late.setSoTimeout(100);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> echoed(late, "stuck"));
		this.proxy.flow();
		late.setSoTimeout(0);
		assertThat(read(late, 5)).isEqualTo("stuck");
	}

	@Test
	void closesWhileStalled() throws IOException {
		Socket socket = connect();
		this.proxy.stall();
		socket.getOutputStream().write(1);
		this.proxy.down();
		assertThat(isAtEnd(socket)).isTrue();
	}

	/** In good order, or by a reset where the proxy had not yet read what was sent. */
	private static boolean isAtEnd(Socket socket) throws IOException {
		try {
			return socket.getInputStream().read() == -1;
		}
		catch (SocketException ex) {
			return true;
		}
	}

	@Test
	void resetsAfterSoManyBytesOfAnswers() throws IOException {
		Socket socket = connect();
		assertThat(echoed(socket, "before")).isEqualTo("before");
		this.proxy.resetAfter(3);
		socket.getOutputStream().write("12345".getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> read(socket, 5));
	}

	@Test
	void endsAfterSoManyBytesOfAnswers() throws IOException {
		Socket socket = connect();
		this.proxy.endAfter(3);
		assertThat(echoed(socket, "12345")).isEqualTo("123");
		this.proxy.flow();
		assertThat(echoed(connect(), "12345")).isEqualTo("12345");
	}

	@Test
	void dripsUntilToldOtherwise() throws IOException {
		Socket socket = connect();
		this.proxy.drip(20);
		Stopwatch watch = Stopwatch.start();
		assertThat(echoed(socket, "12345")).isEqualTo("12345");
		assertThat(watch.taken()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		watch.assertWithin(Duration.ofSeconds(2));
		this.proxy.drip(1);
		socket.getOutputStream().write("12345".getBytes(StandardCharsets.UTF_8));
		this.proxy.flow();
		assertThat(read(socket, 5)).isEqualTo("12345");
	}

	@Test
	void holdsAnswersBackAfterSoManyBytesOfThem() throws IOException {
		Socket socket = connect();
		this.proxy.stallAfter(3);
		assertThat(echoed(socket, "123")).isEqualTo("123");
		socket.setSoTimeout(100);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> echoed(socket, "45"));
		assertThat(this.proxy.open()).isEqualTo(1);
		this.proxy.flow();
		socket.setSoTimeout((int) Patience.LIMIT.toMillis());
		assertThat(read(socket, 2)).isEqualTo("45");
	}

	@Test
	void slicesAnswers() throws IOException {
		Socket socket = connect();
		this.proxy.slice(3, Duration.ofMillis(50));
		int alone = 8;
		// a reader that is late finds several pieces at once
		for (int i = 0; i < 20 && alone != 3; i++) {
			long start = System.nanoTime();
			socket.getOutputStream().write("12345678".getBytes(StandardCharsets.UTF_8));
			alone = socket.getInputStream().read(new byte[8]);
			assertThat(read(socket, 8 - alone)).isEqualTo("12345678".substring(alone));
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(150_000_000L);
		}
		assertThat(alone).isEqualTo(3);
	}

	@Test
	void bringsAnswersLate() throws IOException {
		Socket socket = connect();
		assertThat(echoed(socket, "hello")).isEqualTo("hello");
		this.proxy.latency(Duration.ofMillis(200));
		Stopwatch watch = Stopwatch.start();
		String much = "x".repeat(100_000);
		onThread(() -> write(socket, much));
		assertThat(read(socket, much.length())).isEqualTo(much);
		assertThat(watch.taken()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		// once, and not for each piece
		watch.assertWithin(Duration.ofMillis(1500));
		watch = Stopwatch.start();
		assertThat(echoed(socket, "again")).isEqualTo("again");
		assertThat(watch.taken()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
	}

	@Test
	void bringsEachOfManyAnswersLate() throws IOException {
		Socket socket = connect();
		this.proxy.latency(Duration.ofMillis(5));
		for (int i = 0; i < 200; i++) {
			Stopwatch watch = Stopwatch.start();
			assertThat(echoed(socket, "again")).isEqualTo("again");
			assertThat(watch.taken()).isGreaterThanOrEqualTo(Duration.ofMillis(5));
		}
	}

	@Test
	void bringsAtOnceWhatIsUnderWayWhenToldOtherwise() throws IOException {
		Socket socket = connect();
		this.proxy.latency(Duration.ofDays(1));
		socket.setSoTimeout(100);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> echoed(socket, "hello"));
		this.proxy.flow();
		socket.setSoTimeout((int) Patience.LIMIT.toMillis());
		assertThat(read(socket, 5)).isEqualTo("hello");
	}

	@Test
	void bringsWhatWasSentBeforeTheEnd() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				TcpProxy late = TcpProxy.to(server.getLocalPort());
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), late.port())) {
			socket.setSoTimeout((int) Patience.LIMIT.toMillis());
			late.latency(Duration.ofMillis(50));
			try (Socket accepted = server.accept()) {
				write(accepted, "bye");
			}
			assertThat(read(socket, 4)).isEqualTo("bye");
		}
	}

	private static void write(Socket socket, String text) {
		try {
			socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.proxy.port());
		socket.setSoTimeout((int) Patience.LIMIT.toMillis());
		this.sockets.add(socket);
		return socket;
	}

	private static String echoed(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		return read(socket, text.length());
	}

	private static String read(Socket socket, int count) throws IOException {
		return new String(socket.getInputStream().readNBytes(count), StandardCharsets.UTF_8);
	}

	private void serve() {
		while (!this.echo.isClosed()) {
			try {
				Socket socket = this.echo.accept();
				this.sockets.add(socket);
				onThread(() -> echo(socket));
			}
			catch (IOException ex) {
				// the test is over
			}
		}
	}

	private static void onThread(Runnable task) {
		Thread thread = new Thread(task, "echo");
		thread.setDaemon(true);
		thread.start();
	}

	private static void echo(Socket socket) {
		try (socket; InputStream in = socket.getInputStream()) {
			in.transferTo(socket.getOutputStream());
		}
		catch (IOException ex) {
			// the proxy hung up
		}
	}

}
