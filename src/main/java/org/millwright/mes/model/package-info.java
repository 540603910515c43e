/**
 * What a MES sees of this service as OPC UA nodes and values: the types of OPC 10031-4 (ISA-95 job control) and OPC
 * 40001-3 (machinery jobs), our own beside them, and the instances of a line. No job semantics.
 */
@NullMarked
package org.millwright.mes.model;

import org.jspecify.annotations.NullMarked;
