package dev.discovery.sample.inventory;

import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells how much there is, and which instance says so.
 */
@RestController
class StockController {

	private final Registration registration;

	StockController(Registration registration) {
		this.registration = registration;
	}

	@GetMapping("/stock/{item}")
	Stock stock(@PathVariable String item) {
		return new Stock(item, Math.floorMod(item.hashCode(), 100), this.registration.getInstanceId());
	}

	@PostMapping("/stock/{item}/reservations")
	Stock reserve(@PathVariable String item) {
		return stock(item);
	}

}
