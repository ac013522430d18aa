package dev.discovery.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The Eureka server behind a name and a password, which it doesn't know itself: in
 * production Spring Security stands there.
 */
public final class SecuredEurekaServer {

	private SecuredEurekaServer() {
	}

	/**
	 * What {@code test.server} names, with {@code test.authorization}.
	 */
	public static void main(String[] args) {
		String server = new SimpleCommandLinePropertySource(args).getProperty("test.server");
		SpringApplication application = new SpringApplication(ClassUtils.resolveClassName(server, null),
				AuthorizationFilter.class);
		application.setMainApplicationClass(SecuredEurekaServer.class);
		application.run(args);
	}

	/**
	 * The header's value for a name and a password.
	 */
	static String authorization(String user, String password) {
		byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
		return "Basic " + Base64.getEncoder().encodeToString(both);
	}

	/**
	 * Lets nobody through who doesn't know the password.
	 */
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static final class AuthorizationFilter extends OncePerRequestFilter {

		private final String expected;

		AuthorizationFilter(@Value("${test.authorization}") String expected) {
			this.expected = expected;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (this.expected.equals(request.getHeader("Authorization"))) {
				chain.doFilter(request, response);
			}
			else {
				response.setHeader("WWW-Authenticate", "Basic realm=\"eureka\"");
				response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
			}
		}

	}

}
