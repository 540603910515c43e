package org.millwright.equipment.opcua.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects deviations; no more than a person would read. */
final class Findings {
    private static final int MOST = 500;

    private final List<Deviation> all = new ArrayList<>();

    /** Collects for one place; what is found there names the rest of the way. */
    record Place(Findings findings, String path) {
        void add(Rule rule, String where, String found) {
            findings.add(rule, where.isEmpty() ? path : path + "/" + where, found, rule.clause());
        }

        void add(Rule rule, String where, String found, String clause) {
            findings.add(rule, path + "/" + where, found, clause);
        }

        void addIf(boolean deviates, Rule rule, String where, String found) {
            if (deviates) {
                add(rule, where, found);
            }
        }
    }

    Place at(String path) {
        return new Place(this, path);
    }

    void add(Rule rule, String where, String found, String clause) {
        if (all.size() < MOST) {
            all.add(new Deviation(rule, where, found, clause));
        }
    }

    void addIf(boolean deviates, Rule rule, String where, String found) {
        if (deviates) {
            add(rule, where, found, rule.clause());
        }
    }

    /** The worst first, else as they were found. */
    List<Deviation> sorted() {
        return all.stream()
                .sorted(Comparator.comparing((Deviation d) -> d.rule().severity()))
                .toList();
    }
}
