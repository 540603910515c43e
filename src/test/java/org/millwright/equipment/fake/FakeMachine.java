package org.millwright.equipment.fake;

/** What the update does to the rest of the controller. */
interface FakeMachine {
    void powerDown();

    /** Back on the network, running this software. */
    void powerUp(FakeProgram software);

    /** The first boot of a software: retained data and parameters may suffer. */
    void firstBoot(FakeProgram software);

    /** Software and parameters are back to what they were before the trial. */
    void reverted();

    /** {@link FakeUpdate#standing} may have changed. */
    void standingChanged();
}
