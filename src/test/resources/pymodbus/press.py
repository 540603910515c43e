"""A press that speaks Modbus TCP, as its maker could have written it: pymodbus, a few values, a program mailbox.

python3 press.py PORT [RECORD]; it ends with its standard input. Registers stand in press.yaml beside it. An image is a
program for it when it begins with its revision in 16 characters. All registers are put into the file RECORD when it ends.
"""
import hashlib
import os
import struct
import sys
import threading
import zlib

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer

DONE, UNKNOWN, WRONG_STATE, WRONG_CRC, OUT_OF_RANGE, REFUSED = range(6)
COMMAND, REQUEST, ANSWERED, RESULT, WINDOW = 201, 211, 221, 222, 301
SLOT_CURRENT, SLOT_OPEN = 2, 3


def registers(data):
    return list(struct.unpack(">%dH" % (len(data) // 2), data))


class Press(ModbusSequentialDataBlock):
    """Registers count from 1, as in the profile."""

    def __init__(self):
        super().__init__(1, [0] * 1200)
        self.opened = None
        self.pending = b""
        self.current = b"1.0".ljust(16, b"\0") + bytes(range(256)) * 9
        self.put(1, struct.pack(">HHI", 1, 1, 4711))
        self.put(31, struct.pack(">qd", 123456789012, 1.5))
        self.put(101, b"speed=80".ljust(80, b"\0"))
        self.show()

    def put(self, register, data):
        super().setValues(register, registers(data))

    def get(self, register, count):
        return struct.pack(">%dH" % count, *self.getValues(register, count))

    def show(self):
        self.put(51, self.current[:16])
        self.put(251, self.pending[:16].ljust(16, b"\0"))
        self.put(261, hashlib.sha256(self.pending).digest() if self.pending else bytes(32))

    def setValues(self, address, values):
        before = self.getValues(REQUEST, 1)
        super().setValues(address, values)
        request = self.getValues(REQUEST, 1)
        if request != before and address <= REQUEST < address + len(values):
            command, slot, block, length, crc, number = struct.unpack(">HHIIII", self.get(COMMAND, 10))
            self.put(RESULT, struct.pack(">H", self.carry_out(command, slot, block, length, crc, number)))
            self.put(ANSWERED, struct.pack(">H", request[0]))

    def carry_out(self, command, slot, block, length, crc, number):
        if command == 11:
            if self.opened is None or self.opened["name"] != (length, crc, number):
                self.opened = {"name": (length, crc, number), "blocks": []}
        elif command == 12:
            return self.store(block, length, crc)
        elif command == 13:
            return self.commit()
        elif command == 14:
            if not self.pending:
                return WRONG_STATE
            self.current, self.pending = self.pending, b""
        elif command == 20:
            return self.read(slot, block, number)
        else:
            return UNKNOWN
        self.told()
        return DONE

    def told(self):
        self.put(227, struct.pack(">I", len(self.opened["blocks"]) if self.opened else 0))
        self.show()

    def store(self, block, length, crc):
        if self.opened is None or block > len(self.opened["blocks"]):
            return WRONG_STATE
        stored = self.get(WINDOW, (length + 1) // 2)[:length]
        self.put(223, struct.pack(">I", zlib.crc32(stored)))
        if zlib.crc32(stored) != crc:
            return WRONG_CRC
        self.opened["blocks"][block:] = [stored]
        self.told()
        return DONE

    def commit(self):
        image = b"".join(self.opened["blocks"]) if self.opened else b""
        if self.opened is None or (len(image), zlib.crc32(image)) != self.opened["name"][:2]:
            return WRONG_CRC
        if b"\0" not in image[:16]:
            self.put(231, b"this is no program of a press".ljust(32, b"\0"))
            return REFUSED
        self.pending, self.opened = image, None
        self.told()
        return DONE

    def read(self, slot, block, number):
        if slot not in (SLOT_CURRENT, SLOT_OPEN) or slot == SLOT_OPEN and not self.opened:
            return WRONG_STATE
        source = self.current if slot == SLOT_CURRENT else b"".join(self.opened["blocks"])
        size = number if slot == SLOT_CURRENT else self.opened["name"][2]
        data = source[block * size : (block + 1) * size]
        if not data:
            return OUT_OF_RANGE
        self.put(WINDOW, data + b"\0" * (len(data) % 2))
        self.put(223, struct.pack(">II", zlib.crc32(data), len(data) if block else len(source)))
        return DONE


def end_with_input():
    sys.stdin.read()
    if len(sys.argv) > 2:
        with open(sys.argv[2], "wb") as record:
            record.write(press.get(1, 1200))
    os._exit(0)


press = Press()
threading.Thread(target=end_with_input, daemon=True).start()
StartTcpServer(
    context=ModbusServerContext(ModbusSlaveContext(hr=press, zero_mode=False), single=True),
    address=("127.0.0.1", int(sys.argv[1])),
)
