package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.io.InterruptedIOException;

import dev.discovery.balancing.Call;
import dev.discovery.balancing.NoInstanceException;
import dev.discovery.balancing.limit.CallRefusedException;
import dev.discovery.time.Pause;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * One execution of a blocking request, with its attempts. Used by one thread.
 */
final class BlockingExchange<T> {

	private static final int NO_STATUS = 0;

	private final LoadBalancerRequest<T> request;

	private final LifecycleCall lifecycle;

	private @Nullable Exception before;

	BlockingExchange(LoadBalancerRequest<T> request, LifecycleCall lifecycle) {
		this.request = request;
		this.lifecycle = lifecycle;
	}

	/**
	 * Runs the call to its end.
	 * @param call picks the instances and counts
	 * @param pause waits between the attempts
	 * @return the answer of the last attempt
	 * @throws IOException if that is what the last attempt threw, or if the thread is
	 * interrupted between two
	 */
	@Nullable T run(Call call, Pause pause) throws IOException {
		try {
			return attempts(call, pause);
		}
		finally {
			call.cancelled();
		}
	}

	private @Nullable T attempts(Call call, Pause pause) throws IOException {
		OriginalHeaders headers = OriginalHeaders.of(this.request);
		while (true) {
			ServiceInstance instance = begin(call);
			long wait;
			try {
				T response = send(instance);
				int status = status(response);
				wait = call.answered(status, false);
				this.lifecycle.answered(response, status);
				if (wait == Call.GIVE_UP) {
					return response;
				}
				close(response);
				this.before = withBefore(new EarlierAnswerException(status, instance));
			}
			catch (AttemptFailedException ex) {
				wait = failed(call, ex.failure(), instance);
				this.before = withBefore(ex.failure());
				if (wait == Call.GIVE_UP) {
					throw ex.rethrow();
				}
			}
			headers.restore();
			await(pause, wait);
		}
	}

	private ServiceInstance begin(Call call) {
		try {
			return call.begin().instance();
		}
		catch (NoInstanceException ex) {
			this.lifecycle.discarded(ex);
			throw ex;
		}
		catch (CallRefusedException ex) {
			this.lifecycle.discarded(ex);
			throw withBefore(ex);
		}
	}

	/**
	 * Makes the one attempt at an instance that was chosen already.
	 * @param call counts, if the instance is one of ours
	 * @param instance the instance
	 * @return the answer
	 * @throws IOException if that is what the attempt threw
	 */
	@Nullable T once(@Nullable Call call, ServiceInstance instance) throws IOException {
		try {
			T response = send(instance);
			int status = status(response);
			if (call != null) {
				call.answered(status, false);
			}
			this.lifecycle.answered(response, status);
			return response;
		}
		catch (AttemptFailedException ex) {
			if (call != null) {
				failed(call, ex.failure(), instance);
			}
			throw ex.rethrow();
		}
		finally {
			if (call != null) {
				call.cancelled();
			}
		}
	}

	private @Nullable T send(ServiceInstance instance) throws AttemptFailedException {
		this.lifecycle.sent(instance);
		T response = null;
		try {
			response = this.request.apply(instance);
			if (response instanceof ClientHttpResponse http) {
				// with some clients it only breaks here
				http.getStatusCode();
			}
			return response;
		}
		catch (Exception ex) {
			close(response);
			this.lifecycle.failed(ex);
			throw new AttemptFailedException(ex);
		}
		catch (Error ex) {
			// it says nothing about the instance, but whoever listens hears of the end
			close(response);
			this.lifecycle.failed(ex);
			throw ex;
		}
	}

	private static long failed(Call call, Exception failure, ServiceInstance instance) {
		ConnectFailure connect = ConnectFailure.at(failure, instance);
		ConnectFailure.Origin told = connect.origin();
		return connect.end((told != null) ? told : connect.ask(), call, false);
	}

	private static int status(@Nullable Object response) throws AttemptFailedException {
		try {
			return (response instanceof ClientHttpResponse http) ? http.getStatusCode().value() : NO_STATUS;
		}
		catch (IOException ex) {
			throw new AttemptFailedException(ex);
		}
	}

	private static void close(@Nullable Object response) {
		if (response instanceof ClientHttpResponse http) {
			http.close();
		}
	}

	private <E extends Exception> E withBefore(E failure) {
		if (this.before != null && this.before != failure) {
			failure.addSuppressed(this.before);
		}
		return failure;
	}

	private void await(Pause pause, long nanos) throws IOException {
		if (nanos == 0) {
			return;
		}
		try {
			pause.nanos(nanos);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw withBefore(new InterruptedIOException("Interrupted while waiting to try again"));
		}
	}

}
