package dev.discovery.cloud.carry;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Remembers headers of a servlet request for the time that a thread handles it.
 */
public final class CarryFilter extends OncePerRequestFilter implements Ordered {

	private final List<String> names;

	/**
	 * Creates a filter.
	 * @param names the headers
	 */
	public CarryFilter(List<String> names) {
		this.names = List.copyOf(names);
	}

	@Override
	public int getOrder() {
		return CarryOrder.FIRST;
	}

	/** It is another thread that goes on. */
	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		CarriedHeaders.set(CarriedHeaders.of(this.names, (name) -> Collections.list(request.getHeaders(name))));
		try {
			chain.doFilter(request, response);
		}
		finally {
			CarriedHeaders.set(null);
		}
	}

}
