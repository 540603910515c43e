package org.millwright.validation;

import java.util.List;

/** What a validation cycle has shown. */
public sealed interface Verdict {
    /** Every check is within its tolerance. */
    record Pass() implements Verdict {}

    /** At least one check is outside its tolerance, by evidence and not by chance. */
    record Fail(List<String> reasons) implements Verdict {}

    /** Neither can be said from what was measured. */
    record Inconclusive(List<String> reasons) implements Verdict {}
}
