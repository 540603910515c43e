package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.millwright.plant.Revision;
import org.millwright.release.Sha256;

class PackageNameTest {
    private static final Sha256 HASH = Sha256.of(new byte[] {1});

    @Test
    void aNameIsReadAsItWasWritten() {
        for (String product : new String[] {"TW-1", "a/b c", "ä*+%", "x-1.0-y"}) {
            for (String revision : new String[] {"1.0.0", "1-rc 2", "2/ö"}) {
                PackageName name = new PackageName(product, new Revision(revision), HASH);

                assertThat(PackageName.of(name.complete(), product)).contains(name);
                assertThat(PackageName.of(name.part(), product)).contains(name);
                assertThat(PackageName.isPart(name.part())).isTrue();
                assertThat(PackageName.isPart(name.complete())).isFalse();
                assertThat(name.complete()).doesNotContain("/", "*", " ", "+").endsWith(HASH.hex() + ".pkg");
            }
        }
    }

    @Test
    void otherFilesAreNotOurs() {
        String ours = new PackageName("TW-1", new Revision("1.0.0"), HASH).complete();

        assertThat(PackageName.of(ours, "TW-2")).isEmpty();
        assertThat(PackageName.of("TW-1-1.0.0.pkg", "TW-1")).isEmpty();
        assertThat(PackageName.of("readme.txt", "TW-1")).isEmpty();
        assertThat(PackageName.of("TW-1-%zz-" + HASH.hex() + ".pkg", "TW-1")).isEmpty();
    }
}
