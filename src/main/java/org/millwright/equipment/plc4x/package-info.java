/** Driver for controllers without OPC UA: tags and program mailboxes through Apache PLC4X, by profile. */
@NullMarked
package org.millwright.equipment.plc4x;

import org.jspecify.annotations.NullMarked;
