package io.tollgate.proxy.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tollgate.filters.factor.Factors;
import io.tollgate.filters.seal.CarriedKey;
import io.tollgate.filters.seal.SealException;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.store.SealedColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Many sealed values in a store that nobody has open, each another: seeds of authenticator apps, and carried keys of the trail, so
 * that every start opens some.
 */
final class Planted {
    private final Path data;
    private final Map<String, byte[]> values = new LinkedHashMap<>();

    /** Puts them there. */
    Planted(Path data, SealingKey key, int count, long seed) throws SQLException {
        this.data = data;
        Random random = new Random(seed);
        Sealer sealer = new Sealer(key, new SecureRandom());
        try (Connection connection = store();
                PreparedStatement keys =
                        connection.prepareStatement("INSERT INTO carried_key (id, sealed) VALUES (?, ?)");
                PreparedStatement seeds = connection.prepareStatement(
                        "INSERT INTO totp (user_id, seed, since, last_step) VALUES (?, ?, 0, 0)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                byte[] name = new byte[8];
                byte[] value = new byte[i % 4 == 0 ? 32 : 20];
                random.nextBytes(name);
                random.nextBytes(value);
                String id =
                        (i % 4 == 0 ? "audit/" : "planted-") + HexFormat.of().formatHex(name);
                PreparedStatement insert = i % 4 == 0 ? keys : seeds;
                values.put(id, value);
                insert.setString(1, id);
                insert.setString(2, sealer.seal(purpose(id), id, value));
                insert.addBatch();
            }
            keys.executeBatch();
            seeds.executeBatch();
            connection.commit();
        }
    }

    private static String purpose(String id) {
        return id.startsWith("audit/") ? CarriedKey.PURPOSE : Factors.SEED;
    }

    private Connection store() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("store.db"));
    }

    /** How many of them this key opens, as what they were. */
    int opened(SealingKey key) throws SQLException {
        Sealer sealer = new Sealer(key, new SecureRandom());
        Map<String, String> sealed = sealed();
        int opened = 0;
        for (Map.Entry<String, byte[]> each : values.entrySet()) {
            try {
                byte[] found =
                        sealer.open(purpose(each.getKey()), each.getKey(), String.valueOf(sealed.get(each.getKey())));
                if (!Arrays.equals(found, each.getValue())) {
                    throw new IllegalStateException("another value: " + each.getKey());
                }
                opened++;
            } catch (SealException e) {
                if (e.fault() != SealException.Fault.OTHER_KEY) {
                    throw e;
                }
            }
        }
        return opened;
    }

    /** Every sealed value there is, planted or not, by its column and row. */
    Map<String, String> sealed() throws SQLException {
        Map<String, String> sealed = new LinkedHashMap<>();
        try (Connection connection = store()) {
            for (SealedColumn column : SealedColumn.ALL) {
                String sql = "SELECT " + column.row() + ", " + column.column() + " FROM " + column.table();
                try (PreparedStatement select = connection.prepareStatement(sql);
                        ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        sealed.put(rows.getString(1), rows.getString(2));
                    }
                }
            }
        }
        return sealed;
    }

    /** The files below the data that hold the mark of this key in front of a sealed value. */
    static List<Path> filesWith(Path data, SealingKey key) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), ISO_8859_1).contains("1." + key.id() + ".")) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
