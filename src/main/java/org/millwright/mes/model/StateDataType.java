package org.millwright.mes.model;

import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;

/** One state of a job order. The browse path leads to the state machine; without elements it is the top one. */
public record StateDataType(RelativePath browsePath, LocalizedText stateText, UInteger stateNumber)
        implements JobDataType {}
