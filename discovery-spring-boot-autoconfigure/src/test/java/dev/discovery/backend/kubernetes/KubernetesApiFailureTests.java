package dev.discovery.backend.kubernetes;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class KubernetesApiFailureTests {

	@Test
	void quotesOnlyTheWordsOfWhatEndsAWatch() {
		String message = String.valueOf(KubernetesApi.failure(new JsonMapper().readTree("""
				{"code": 410, "reason": "Gone\\r\\n2030-01-01 ERROR \\u2028canary-4711", "message": "canary"}"""))
			.getMessage());
		assertThat(message).isEqualTo("the watch ended with status 410, Gone ERROR canary");
	}

}
