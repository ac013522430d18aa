package dev.discovery.sample.inventory;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The service that is called. Nothing here knows of discovery: the starter registers it.
 */
@SpringBootApplication
public class InventoryApplication {

}
