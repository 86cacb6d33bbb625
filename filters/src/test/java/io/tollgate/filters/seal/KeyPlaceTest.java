package io.tollgate.filters.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.config.SealKey;
import io.tollgate.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyPlaceTest {
    @TempDir
    Path temp;

    private final SecureRandom random = new SecureRandom();
    private Path file;
    private KeyPlace place;

    @BeforeEach
    void name() {
        file = temp.resolve("tollgate.key");
        place = new KeyPlace(new SealKey.Generated(file), temp.resolve("data"));
    }

    private static Sealing by(SealingKey key, Path written) {
        return new Sealing(key.id(), Instant.EPOCH, written, true);
    }

    @Test
    void a_rotation_that_went_through_leaves_the_next_key_in_the_place_and_the_former_where_asked() throws Exception {
        SealingKey former = place.load(random);
        SealingKey next = place.readOrMake(KeyPlace.nextTo(file), random);
        assertThat(place.next().id()).isEqualTo(next.id()).isNotEqualTo(former.id());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(KeyPlace.nextTo(file))))
                .isEqualTo("rw-------");

        KeyPlace.keep(file, former);
        KeyPlace.keep(file, former);
        KeyPlace.settle(file);

        assertThat(place.load(random).id()).isEqualTo(next.id());
        assertThat(place.next()).isNull();
        Path kept = KeyPlace.formerOf(file, former);
        assertThat(new KeyPlace(new SealKey.InFile(kept), temp.resolve("data"))
                        .load(random)
                        .id())
                .isEqualTo(former.id());
    }

    @Test
    void a_second_run_takes_the_key_that_the_first_made() throws Exception {
        SealingKey made = place.readOrMake(KeyPlace.nextTo(file), random);

        assertThat(place.readOrMake(KeyPlace.nextTo(file), random).id()).isEqualTo(made.id());
    }

    @Test
    void where_the_keys_own_file_is_gone_what_a_rotation_made_is_taken_and_no_new_one() throws Exception {
        place.load(random);
        SealingKey next = place.readOrMake(KeyPlace.nextTo(file), random);
        Files.delete(file);

        assertThat(place.load(random).id()).isEqualTo(next.id());
        assertThat(file).doesNotExist();
    }

    @Test
    void a_next_key_is_not_made_in_the_data_nor_where_there_is_no_folder() {
        assertThatThrownBy(() -> place.readOrMake(temp.resolve("data/next.key"), random))
                .hasMessageContaining("lies in the data directory");
        assertThatThrownBy(() -> place.readOrMake(temp.resolve("nowhere/next.key"), random))
                .isInstanceOf(SealKeyException.class)
                .hasMessageContaining("can't be made")
                .hasMessageContaining("--to");
    }

    @Test
    void a_next_key_that_others_may_read_is_refused() throws Exception {
        place.load(random);
        place.readOrMake(KeyPlace.nextTo(file), random);
        Files.setPosixFilePermissions(KeyPlace.nextTo(file), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(place::next).hasMessageContaining("chmod 600");
    }

    @Test
    void where_nothing_waits_for_the_place_it_is_said_what_to_do() throws Exception {
        SealingKey key = place.load(random);

        assertThatThrownBy(() -> KeyPlace.settle(file))
                .isInstanceOf(SealKeyException.class)
                .hasMessageContaining("run: mv " + KeyPlace.nextTo(file) + " " + file);
        assertThat(place.load(random).id()).isEqualTo(key.id());
        Files.delete(file);
        assertThatThrownBy(() -> KeyPlace.keep(file, key))
                .hasMessageContaining("can't be kept")
                .hasMessageContaining("Nothing was changed");
    }

    @Test
    void a_link_stays_one_and_what_it_leads_to_is_replaced() throws Exception {
        Path real = Files.createDirectory(temp.resolve("mounted")).resolve("real.key");
        new KeyPlace(new SealKey.Generated(real), temp.resolve("data")).load(random);
        Files.createSymbolicLink(file, real);
        KeyPlace linked = new KeyPlace(new SealKey.InFile(file), temp.resolve("data"));

        assertThat(linked.file()).isEqualTo(real.toRealPath());
        SealingKey next = linked.readOrMake(KeyPlace.nextTo(linked.file()), random);
        KeyPlace.settle(linked.file());

        assertThat(file).isSymbolicLink();
        assertThat(linked.load(random).id()).isEqualTo(next.id());
        assertThat(linked.words()).isEqualTo(real.toRealPath().toString());
    }

    @Test
    void a_key_in_the_environment_has_no_file_and_no_next() throws Exception {
        String text = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        KeyPlace environment = new KeyPlace(new SealKey.Inline(Secret.of(text)), temp.resolve("data"));

        assertThat(environment.file()).isNull();
        assertThat(environment.next()).isNull();
        assertThat(environment.words()).isEqualTo("the environment");
        assertThat(environment.load(random).id())
                .isEqualTo(SealingKey.parse(text, "x").id());
    }

    @Test
    void the_key_by_which_the_data_are_sealed_is_found_at_every_step_of_a_rotation() throws Exception {
        SealingKey former = place.load(random);
        SealedWith first = SealedWith.find(place, null, random);
        assertThat(first.key().id()).isEqualTo(former.id());
        assertThat(first.isUnsettled()).isFalse();

        SealingKey next = place.readOrMake(KeyPlace.nextTo(file), random);
        SealedWith made = SealedWith.find(place, by(former, null), random);
        assertThat(made.key().id()).as("nothing is sealed by the next one yet").isEqualTo(former.id());
        assertThat(made.isUnsettled()).isFalse();

        SealedWith sealed = SealedWith.find(place, by(next, KeyPlace.nextTo(file)), random);
        assertThat(sealed.key().id()).isEqualTo(next.id());
        assertThat(sealed.before().id()).isEqualTo(former.id());
        assertThat(sealed.isUnsettled()).isTrue();

        KeyPlace.settle(file);
        SealedWith settled = SealedWith.find(place, by(next, KeyPlace.nextTo(file)), random);
        assertThat(settled.key().id()).isEqualTo(next.id());
        assertThat(settled.before()).isNull();
        assertThat(settled.isUnsettled()).isFalse();
    }

    @Test
    void data_sealed_by_a_key_that_is_not_there_are_not_opened_and_it_is_said_where_it_went() throws Exception {
        place.load(random);
        SealingKey lost = SealingKey.parse(SealingKey.fresh(random), "lost");

        assertThatThrownBy(() -> SealedWith.find(place, by(lost, null), random))
                .isInstanceOf(SealKeyException.class)
                .hasMessageContaining("sealed by the key " + lost.id() + "; put that one back");
        assertThatThrownBy(() -> SealedWith.find(place, by(lost, Path.of("/safe/next.key")), random))
                .hasMessageContaining("wrote to /safe/next.key")
                .hasMessageContaining("Nothing was changed");
    }
}
