package dev.discovery.backend;

/**
 * What fills a publication while somebody follows it. A stop prevails over a start that
 * comes late.
 */
interface Feed {

	void start();

	void stop();

}
