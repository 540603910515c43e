package org.millwright.upgrade.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** What bad disks and kills leave of an H2 file, made with the store's own means. The file must be closed. */
final class Damage {
    private static final int BLOCK_BYTES = 4096;

    /** Which change of a half-written row a kill left in the file without the means to take it back. */
    enum Leftover {
        ROW_WITHOUT_INDEX,
        INDEX_WITHOUT_ROW
    }

    private Damage() {}

    /**
     * Adds a row that was never committed and of which the next start takes back only one half, as a kill left it
     * behind in one of some hundred tries with several writers.
     */
    static void halfARow(Path folder, String insert, Leftover leftover) throws SQLException {
        try (Connection connection = JournalFile.connect(folder, JournalFile.NAME);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(insert);
            SessionLocal session = (SessionLocal) ((JdbcConnection) connection).getSession();
            MVStore store = session.getDatabase().getStore().getMvStore();
            for (String name : List.copyOf(store.getMapNames())) {
                if (name.startsWith("undoLog.")) {
                    forget(store.openMap(name), leftover);
                }
            }
            store.commit();
            statement.execute("shutdown immediately");
        }
    }

    /** The undo log has the table's row first, then its place in the index. */
    private static <K, V> void forget(MVMap<K, V> undoLog, Leftover leftover) {
        if (!undoLog.isEmpty()) {
            undoLog.remove(
                    switch (leftover) {
                        case ROW_WITHOUT_INDEX -> undoLog.firstKey();
                        case INDEX_WITHOUT_ROW -> undoLog.lastKey();
                    });
        }
    }

    /** Spoils the first page of each table. */
    static void tables(Path file) throws IOException {
        List<Long> places = tablePlaces(file);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            for (long place : places) {
                bytes.seek(place);
                bytes.write("spoiled!".getBytes(US_ASCII));
            }
        }
    }

    private static List<Long> tablePlaces(Path file) {
        try (MVStore store =
                new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
            Map<String, String> layout = store.getLayoutMap();
            return store.getMapNames().stream()
                    .filter(name -> name.startsWith("table."))
                    .map(name -> layout.get("root." + store.getMetaMap().get("name." + name)))
                    .map(DataUtils::parseHexLong)
                    .flatMap(page -> place(page, layout).stream())
                    .toList();
        }
    }

    /** Nowhere, when the map is empty. */
    private static Optional<Long> place(long page, Map<String, String> layout) {
        return Optional.ofNullable(layout.get("chunk." + Integer.toHexString(DataUtils.getPageChunkId(page))))
                .map(chunk -> DataUtils.parseHexLong(DataUtils.parseMap(chunk).get("block")))
                .map(block -> block * BLOCK_BYTES + DataUtils.getPageOffset(page));
    }
}
