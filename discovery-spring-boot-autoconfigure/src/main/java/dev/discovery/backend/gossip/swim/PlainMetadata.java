package dev.discovery.backend.gossip.swim;

import java.nio.ByteBuffer;

import io.scalecube.cluster.metadata.MetadataCodec;

/**
 * What a member says about itself is bytes, and isn't looked at here.
 */
final class PlainMetadata implements MetadataCodec {

	@Override
	public Object deserialize(ByteBuffer buffer) {
		return buffer;
	}

	@Override
	public ByteBuffer serialize(Object metadata) {
		return ByteBuffer.wrap((byte[]) metadata);
	}

}
