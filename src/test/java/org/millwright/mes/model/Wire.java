package org.millwright.mes.model;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.ServerTable;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingManager;
import org.eclipse.milo.opcua.stack.core.encoding.OpcUaEncodingManager;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryDecoder;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryEncoder;
import org.eclipse.milo.opcua.stack.core.types.DataTypeManager;
import org.eclipse.milo.opcua.stack.core.types.DefaultDataTypeManager;

/** Both ways of the codec, with nothing of a server around it. Job control is namespace 1. */
final class Wire implements EncodingContext {
    private final NamespaceTable namespaces = new NamespaceTable();
    private final DataTypeManager types;

    Wire() {
        namespaces.add(Uris.JOB_CONTROL);
        types = DefaultDataTypeManager.createAndInitialize(namespaces);
        Structures.register(types, namespaces);
    }

    byte[] bytes(JobDataType value) {
        ByteBuf buffer = Unpooled.buffer();
        new StructureCodec(Structures.of(value.getClass()))
                .encode(this, new OpcUaBinaryEncoder(this).setBuffer(buffer), value);
        return ByteBufUtil.getBytes(buffer);
    }

    /** All of the bytes make the record. */
    Object record(Class<?> carrier, byte[] bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        Object record = read(carrier, buffer);
        if (buffer.isReadable()) {
            throw new AssertionError(buffer.readableBytes() + " bytes are left");
        }
        return record;
    }

    /** The record that the bytes begin with. */
    Object start(Class<?> carrier, byte[] bytes) {
        return read(carrier, Unpooled.wrappedBuffer(bytes));
    }

    private Object read(Class<?> carrier, ByteBuf buffer) {
        return new StructureCodec(Structures.of(carrier)).decode(this, new OpcUaBinaryDecoder(this).setBuffer(buffer));
    }

    @Override
    public DataTypeManager getDataTypeManager() {
        return types;
    }

    @Override
    public EncodingManager getEncodingManager() {
        return OpcUaEncodingManager.getInstance();
    }

    @Override
    public EncodingLimits getEncodingLimits() {
        return EncodingLimits.DEFAULT;
    }

    @Override
    public NamespaceTable getNamespaceTable() {
        return namespaces;
    }

    @Override
    public ServerTable getServerTable() {
        return new ServerTable();
    }
}
