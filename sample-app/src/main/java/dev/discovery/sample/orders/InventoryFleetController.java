package dev.discovery.sample.orders;

import java.util.List;
import java.util.Map;

import dev.discovery.sample.InOneJvm;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The switches of the sample: what runs, one more, one less.
 */
@RestController
@InOneJvm
class InventoryFleetController {

	private final InventoryFleet fleet;

	InventoryFleetController(InventoryFleet fleet) {
		this.fleet = fleet;
	}

	@GetMapping("/fleet")
	List<String> instances() {
		return this.fleet.instances();
	}

	@PostMapping("/fleet")
	@ResponseStatus(HttpStatus.CREATED)
	Map<String, String> start() {
		return Map.of("started", this.fleet.start());
	}

	@DeleteMapping("/fleet/{id}")
	Map<String, String> stop(@PathVariable String id, @RequestParam(defaultValue = "false") boolean abruptly) {
		if (!(abruptly ? this.fleet.crash(id) : this.fleet.stop(id))) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No such instance; GET /fleet lists them");
		}
		return Map.of(abruptly ? "crashed" : "stopped", id);
	}

}
