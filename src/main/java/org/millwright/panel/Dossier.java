package org.millwright.panel;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.journal.RowJson;

/**
 * The record of a run.
 *
 * @param rows every journal row, in order
 * @param snapshot null when none was sealed
 * @param contact whom to call; null when the plant no longer describes the line
 */
public record Dossier(
        RunView run,
        List<Row> rows,
        @Nullable SnapshotView snapshot,
        @Nullable String contact) {
    /** A journal row as it is streamed. */
    @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.OBJECT)
    public record Row(@JsonValue @JsonRawValue String json) {
        static Row of(Entry row) {
            return new Row(RowJson.of(row));
        }
    }

    static Dossier of(Run run, RunView view, @Nullable String contact) {
        return new Dossier(
                view,
                run.entries().stream().map(Row::of).toList(),
                SnapshotView.of(run).orElse(null),
                contact);
    }
}
