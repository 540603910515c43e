package org.millwright.upgrade.journal;

import org.millwright.equipment.fake.VirtualClock;

class MemoryJournalTest extends JobOrderContract {
    @Override
    Journal create(VirtualClock clock) {
        return new MemoryJournal(clock);
    }
}
