package org.millwright.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the word that was probably meant. */
final class Spelling {
    private Spelling() {}

    /** The nearest of the words, or all of them when none is near. */
    static String advice(String written, Collection<String> words) {
        return words.stream()
                .filter(w -> distance(written, w) <= Math.max(1, Math.max(written.length(), w.length()) / 3))
                .min(Comparator.comparingInt(w -> distance(written, w)))
                .map(w -> "did you mean '" + w + "'?")
                .orElse(words.isEmpty() ? "expected no key here" : "expected one of " + String.join(", ", words));
    }

    /** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours, case ignored. */
    private static int distance(String written, String word) {
        String a = written.toLowerCase(Locale.ROOT);
        String b = word.toLowerCase(Locale.ROOT);
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : cheapest(steps, a, b, i, j);
            }
        }
        return steps[a.length()][b.length()];
    }

    private static int cheapest(int[][] steps, String a, String b, int i, int j) {
        int replaced = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
